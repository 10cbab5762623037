from odoo import api, fields, models
from odoo.fields import Domain

from ...const import PROBLEM_STATES


class SupportProblem(models.Model):
    """The common cause of several tickets, as long as it lasts."""

    _name = "support.problem"
    _inherit = ["mail.thread"]
    _description = "Known Problem"
    _order = "state, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    description = fields.Html(help="What is known of it, and what helps meanwhile.")
    state = fields.Selection(
        PROBLEM_STATES,
        required=True,
        default="open",
        readonly=True,
        tracking=True,
        copy=False,
    )
    user_id = fields.Many2one(
        "res.users",
        "Owner",
        default=lambda self: self.env.user,
        tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Who finds out and tells the others.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    product_tmpl_ids = fields.Many2many(
        "product.template",
        string="Products",
        help="Agents see the problem on every ticket about these products.",
    )
    ticket_ids = fields.One2many("support.ticket", "problem_id", "Tickets")
    ticket_count = fields.Integer("Tickets Linked", compute="_compute_ticket_count")

    @api.depends("ticket_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_ticket_count(self):
        groups = self.env["support.ticket"]._read_group(
            [("problem_id", "in", self.ids)], ["problem_id"], ["__count"]
        )
        counts = {problem.id: count for problem, count in groups}
        for problem in self:
            problem.ticket_count = counts.get(problem._origin.id, 0)

    # -- CRUD -----------------------------------------------------------------------
    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self.env["support.priority.request"]._request_for_problems(self)
        return result

    # -- Actions --------------------------------------------------------------------
    def action_solve(self):
        """It is over: its open tickets lose what it added to their priority."""
        self.filtered(lambda problem: problem.state == "open").state = "solved"

    def action_reopen(self):
        self.filtered(lambda problem: problem.state == "solved").state = "open"

    def action_open_tickets(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_ticket_action"
        )
        domain = list(Domain("problem_id", "=", self.id))
        return {**action, "domain": domain, "context": {}}

    # -- Counting -------------------------------------------------------------------
    def _count_affected(self):
        """Return how many tickets tell of each open problem, cancelled ones not.

        Also tickets that the user may not read: only the number leaves this method.

        :return: {problem: number}; solved problems are left out
        """
        groups = (
            self.env["support.ticket"]
            .sudo()
            ._read_group(
                Domain("problem_id", "in", self.ids)
                & Domain("problem_id.state", "=", "open")
                & Domain("stage_kind", "!=", "cancelled"),
                ["problem_id"],
                ["__count"],
            )
        )
        return {self.browse(problem.id): count for problem, count in groups}
