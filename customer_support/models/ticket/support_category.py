from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...const import CATEGORY_LEVELS, REQUEST_TYPES


class SupportCategory(models.Model):
    """Why customers write: cluster → reason → cause."""

    _name = "support.category"
    _description = "Contact Reason"
    _parent_store = True
    _order = "complete_name, id"
    _rec_name = "complete_name"

    name = fields.Char(required=True, translate=True)
    complete_name = fields.Char(
        compute="_compute_complete_name", store=True, recursive=True
    )
    active = fields.Boolean(default=True)
    parent_id = fields.Many2one("support.category", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("support.category", "parent_id", "Children")
    level = fields.Selection(
        CATEGORY_LEVELS,
        compute="_compute_level",
        store=True,
        recursive=True,
        help="A cluster belongs to a department, a reason is what the customer says, "
        "a cause is what we found behind it.",
    )
    request_type = fields.Selection(
        REQUEST_TYPES,
        compute="_compute_request_type",
        store=True,
        readonly=False,
        recursive=True,
        precompute=True,
    )
    team_id = fields.Many2one(
        "support.team",
        "Team in Charge",
        company_dependent=True,
        domain="[('company_id', '=', current_company_id)]",
        help="The department that solves it, per company. What lies below follows "
        "unless it has a team of its own.",
    )
    product_categ_ids = fields.Many2many(
        "product.category",
        string="Covered Products",
        help="Support covers these product categories. Empty: all of them.",
    )
    portal_visible = fields.Boolean(
        "Customers Can Choose It",
        default=True,
        help="Offered on the portal when a customer opens a ticket.",
    )
    guidance = fields.Text(
        translate=True, help="What the agent should look at first, in a few lines."
    )

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for category in self:
            parent = category.parent_id
            category.complete_name = (
                f"{parent.complete_name} / {category.name}" if parent else category.name
            )

    @api.depends("parent_id.level")
    def _compute_level(self):
        below = {False: "cluster", "cluster": "reason"}
        for category in self:
            category.level = below.get(category.parent_id.level, "cause")

    @api.depends("parent_id.request_type")
    def _compute_request_type(self):
        for category in self:
            category.request_type = (
                category.request_type or category.parent_id.request_type
            )

    @api.constrains("parent_id")
    def _check_depth(self):
        for category in self:
            if category.parent_id.level == "cause":
                raise ValidationError(
                    self.env._(
                        "“%(parent)s” is a cause already: the tree ends there "
                        "(cluster → reason → cause).",
                        parent=category.parent_id.name,
                    )
                )

    def _find_team(self, company):
        """Return the team in charge in that company: own, else the nearest above.

        :return: one ``support.team`` or none
        """
        category = self.with_company(company)
        while category and not category.team_id:
            category = category.parent_id
        return category.team_id

    def _covers_product(self, product):
        """Tell whether support for this reason covers the product.

        :param product: ``product.product``; an empty one is covered
        """
        self.ensure_one()
        covered = self.product_categ_ids
        if not covered or not product:
            return True
        path = product.categ_id.parent_path or ""
        return bool({*path.split("/")} & {*map(str, covered.ids)})
