from odoo import api, fields, models
from odoo.fields import Domain

_MANAGER = "customer_support.customer_support_group_manager"


class SupportProblemCost(models.AbstractModel):
    """What a problem has cost so far, from the documents of its tickets.

    Counted are posted credit notes and goods that came back. Not counted, because no
    record tells it: the time of agents, freight, and what was sent again at no charge.
    """

    _name = "support.problem.cost"
    _description = "Cost of a Known Problem"

    company_id = fields.Many2one("res.company")
    currency_id = fields.Many2one(related="company_id.currency_id")
    refund_count = fields.Integer(
        "Credit Notes", compute="_compute_refunds", compute_sudo=True, groups=_MANAGER
    )
    refund_amount = fields.Monetary(
        "Refunded",
        compute="_compute_refunds",
        compute_sudo=True,
        groups=_MANAGER,
        help="Posted credit notes of the tickets' invoices and orders, with taxes, in "
        "the company's currency, at the rate of their day.",
    )
    return_count = fields.Integer(
        "Returns", compute="_compute_returns", compute_sudo=True, groups=_MANAGER
    )

    @api.depends("ticket_ids")
    def _compute_refunds(self):
        moves = self.env["account.move"]
        for problem in self:
            found = moves.search(problem._get_refund_domain())
            problem.refund_count = len(found)
            problem.refund_amount = -sum(found.mapped("amount_total_signed"))

    @api.depends("ticket_ids")
    def _compute_returns(self):
        pickings = self.env["stock.picking"]
        for problem in self:
            problem.return_count = pickings.search_count(problem._get_return_domain())

    def _get_refund_domain(self):
        """Return which credit notes belong to the problem; each counts once."""
        tickets = self._origin.ticket_ids
        orders = tickets.sale_order_id
        invoices = tickets.invoice_ids | orders.invoice_ids
        return (
            Domain("move_type", "=", "out_refund")
            & Domain("state", "=", "posted")
            & Domain("company_id", "in", self.company_id.ids)
            & Domain("invoice_date", ">=", self.create_date or fields.Date.today())
            & (
                Domain("id", "in", invoices.ids)
                | Domain("reversed_entry_id", "in", invoices.ids)
            )
        )

    def _get_return_domain(self):
        """Return which goods came back for the problem."""
        tickets = self._origin.ticket_ids
        pickings = tickets.picking_ids | tickets.sale_order_id.picking_ids
        return (
            Domain("return_id", "in", pickings.ids)
            & Domain("state", "=", "done")
            & Domain("picking_type_code", "=", "incoming")
        )

    def action_open_refunds(self):
        """List the credit notes of the problem, with the rights of the user."""
        self.ensure_one()
        self.check_access("read")
        # Which they are is counted from tickets that not everybody may read.
        domain = list(self.sudo()._get_refund_domain())
        return self._get_list_action("account.move", self.env._("Credit Notes"), domain)

    def action_open_returns(self):
        """List the returns of the problem, with the rights of the user."""
        self.ensure_one()
        self.check_access("read")
        domain = list(self.sudo()._get_return_domain())
        return self._get_list_action("stock.picking", self.env._("Returns"), domain)

    def _get_list_action(self, model, name, domain):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "list"), (False, "form")],
            "domain": domain,
        }
