from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...const import IMPROVEMENT_STATES

_MAX_DAYS = 30


class SupportImprovement(models.Model):
    """A change of what makes customers ask, and whether they ask less since.

    Whoever is in charge of the product gets an activity on it. Before and after are
    counted over the same number of days.
    """

    _name = "support.improvement"
    _inherit = ["mail.thread"]
    _description = "Repair at the Source"
    _order = "state, id desc"
    _check_company_auto = True

    name = fields.Char("What Should Change", required=True, tracking=True)
    note = fields.Html("What Customers Ask", help="Goes with the activity.")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    problem_id = fields.Many2one(
        "support.problem", index="btree_not_null", check_company=True
    )
    category_id = fields.Many2one(
        "support.category", "Contact Reason", index="btree_not_null"
    )
    product_tmpl_id = fields.Many2one(
        "product.template", "Product", index="btree_not_null", check_company=True
    )
    user_id = fields.Many2one(
        "res.users",
        "Who Changes It",
        required=True,
        default=lambda self: self.env.user,
        tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    state = fields.Selection(
        IMPROVEMENT_STATES,
        required=True,
        default="open",
        readonly=True,
        copy=False,
        tracking=True,
    )
    done_date = fields.Datetime(readonly=True, copy=False)
    days = fields.Integer(
        "Days Compared",
        compute="_compute_volume",
        help="As many days as have passed since it was done, 30 at most.",
    )
    tickets_before = fields.Integer(compute="_compute_volume")
    tickets_after = fields.Integer(compute="_compute_volume")

    @api.constrains("name", "problem_id", "category_id", "product_tmpl_id")
    def _check_subject(self):
        for improvement in self:
            if not (
                improvement.problem_id
                or improvement.category_id
                or improvement.product_tmpl_id
            ):
                raise UserError(
                    self.env._("Choose the problem, the contact reason or the product.")
                )

    @api.depends("state", "done_date", "problem_id", "category_id", "product_tmpl_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_volume(self):
        now = fields.Datetime.now()
        for improvement in self:
            done = improvement.done_date
            days = min((now - done).days, _MAX_DAYS) if done else _MAX_DAYS
            turn = done or now
            span = timedelta(days=days)
            improvement.days = days
            improvement.tickets_before = improvement._count(turn - span, turn)
            improvement.tickets_after = done and improvement._count(turn, turn + span)

    def _count(self, start, end):
        return self.env["support.ticket"].search_count(
            self._get_ticket_domain()
            & Domain("create_date", ">=", start)
            & Domain("create_date", "<", end)
        )

    def _get_ticket_domain(self):
        """Return the tickets that the change is to make fewer."""
        domain = Domain("company_id", "=", self.company_id.id)
        domain &= Domain("stage_kind", "!=", "cancelled")
        if self.problem_id:
            domain &= Domain("problem_id", "=", self.problem_id.id)
        if self.category_id:
            domain &= Domain("category_id", "child_of", self.category_id.id)
        if self.product_tmpl_id:
            variants = self.product_tmpl_id.with_context(active_test=False)
            domain &= Domain("product_id", "in", variants.product_variant_ids.ids)
        return domain

    # -- CRUD -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        improvements = super().create(vals_list)
        improvements._notify_product_people()
        return improvements

    def _notify_product_people(self):
        """Put an activity on each product, for who is to change it."""
        for improvement in self.filtered("product_tmpl_id"):
            # An agent asks; he need not have rights on products.
            improvement.product_tmpl_id.sudo().activity_schedule(
                "mail.mail_activity_data_todo",
                summary=improvement.name,
                note=improvement.note,
                user_id=improvement.user_id.id,
            )

    # -- Actions --------------------------------------------------------------------
    def action_done(self):
        """It is changed: from now on it is counted whether customers ask less."""
        self.check_access("write")
        open_ones = self.filtered(lambda improvement: improvement.state == "open")
        open_ones.write({"state": "done", "done_date": fields.Datetime.now()})

    def action_reopen(self):
        """It is not changed after all."""
        self.check_access("write")
        self.write({"state": "open", "done_date": False})

    def action_open_tickets(self):
        """List the tickets that it is about."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_ticket_action"
        )
        return {**action, "domain": list(self._get_ticket_domain()), "context": {}}
