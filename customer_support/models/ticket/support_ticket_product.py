from odoo import api, fields, models
from odoo.fields import Domain


class SupportTicketProduct(models.AbstractModel):
    """What is known of the product that a ticket is about."""

    _name = "support.ticket.product"
    _description = "Product of a Support Ticket"

    product_id = fields.Many2one(
        "product.product", index="btree_not_null", check_company=True
    )
    product_support_note = fields.Html(
        "What to Know", related="product_id.product_tmpl_id.support_note"
    )
    product_file_ids = fields.Many2many(
        "ir.attachment", compute="_compute_product_file_ids", string="Documents"
    )
    product_problem_ids = fields.Many2many(
        "support.problem",
        compute="_compute_product_problem_ids",
        string="Known Problems",
    )

    @api.depends("product_id")
    def _compute_product_file_ids(self):
        for ticket in self:
            product = ticket.product_id
            documents = (
                product.product_document_ids
                | product.product_tmpl_id.product_document_ids
            )
            ticket.product_file_ids = documents.ir_attachment_id

    @api.depends("product_id", "company_id")
    def _compute_product_problem_ids(self):
        problems = self.env["support.problem"].search(
            Domain("state", "=", "open")
            & Domain("product_tmpl_ids", "in", self.product_id.product_tmpl_id.ids)
        )
        for ticket in self:
            product = ticket.product_id.product_tmpl_id
            ticket.product_problem_ids = problems.filtered(
                lambda problem, ticket=ticket, product=product: (
                    product in problem.product_tmpl_ids
                    and problem.company_id == ticket.company_id
                )
            )
