from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...const import WISH_KINDS, WISH_STATES


class SupportWish(models.Model):
    """What customers ask for that we do not have, and how many want it (S-101)."""

    _name = "support.wish"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Wish of Customers"
    _order = "customer_count desc, id desc"
    _check_company_auto = True

    name = fields.Char("What Customers Want", required=True, tracking=True)
    kind = fields.Selection(WISH_KINDS, required=True, default="product")
    note = fields.Text("The Reason Behind It", help="What they want to do with it.")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    product_tmpl_id = fields.Many2one(
        "product.template", "Product", index="btree_not_null", check_company=True
    )
    user_id = fields.Many2one(
        "res.users",
        "Who Decides",
        tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="In purchasing or product care. He gets an activity.",
    )
    state = fields.Selection(
        WISH_STATES, required=True, default="open", copy=False, tracking=True
    )
    done_date = fields.Datetime(
        compute="_compute_done_date", store=True, help="When it was there."
    )
    # Who wants it
    request_ids = fields.One2many("support.wish.request", "wish_id", "Requests")
    request_count = fields.Integer(
        "Requests", compute="_compute_request_count", store=True
    )
    customer_count = fields.Integer(
        "Customers", compute="_compute_request_count", store=True
    )
    value = fields.Monetary(
        "What They Buy",
        compute="_compute_value",
        groups="customer_support.customer_support_group_manager",
        help="Untaxed invoices less credit notes of these customers, in 12 months.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    # What they hear
    answer = fields.Text(
        "What Customers Are Told",
        translate=True,
        help="Goes by mail to those whom you tell, below a greeting.",
    )
    told_count = fields.Integer(
        "Customers Told", compute="_compute_request_count", store=True
    )

    @api.depends("request_ids.commercial_partner_id", "request_ids.told_date")
    def _compute_request_count(self):
        for wish in self:
            requests = wish.request_ids
            told = requests.filtered("told_date")
            wish.request_count = len(requests)
            wish.customer_count = len(requests.commercial_partner_id)
            wish.told_count = len(told.commercial_partner_id)

    @api.depends("state")
    def _compute_done_date(self):
        now = fields.Datetime.now()
        for wish in self:
            is_done = wish.state == "done"
            wish.done_date = is_done and (wish.done_date or now)

    @api.depends("request_ids.commercial_partner_id")
    def _compute_value(self):
        # Managers of support need no rights on invoices for a sum.
        moves_sudo = self.env["account.move"].sudo()
        since = fields.Date.context_today(self) - relativedelta(months=12)
        groups = moves_sudo._read_group(
            [
                ("company_id", "in", self.company_id.ids),
                ("state", "=", "posted"),
                ("move_type", "in", ("out_invoice", "out_refund")),
                ("invoice_date", ">=", since),
                (
                    "commercial_partner_id",
                    "in",
                    self.sudo().request_ids.commercial_partner_id.ids,
                ),
            ],
            ["company_id", "commercial_partner_id"],
            ["amount_untaxed_signed:sum"],
        )
        bought = {(company.id, partner.id): sum_ for company, partner, sum_ in groups}
        for wish in self:
            partners = wish.sudo().request_ids.commercial_partner_id
            keys = [(wish.company_id.id, partner.id) for partner in partners]
            wish.value = sum(bought.get(key, 0.0) for key in keys)

    # -- CRUD -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        wishes = super().create(vals_list)
        wishes._ask_to_decide()
        return wishes

    def write(self, vals):
        result = super().write(vals)
        if vals.get("user_id"):
            self._ask_to_decide()
        return result

    def _ask_to_decide(self):
        """Bring it to whoever can do something about it."""
        for wish in self.filtered("user_id"):
            wish.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Customers want this: do we?"),
                user_id=wish.user_id.id,
            )

    # -- Actions --------------------------------------------------------------------
    def action_tell(self):
        """Tell all who asked and whom nobody has told yet.

        :raise UserError: it is not there, or there are no words for it
        """
        self.check_access("write")
        untold = self.request_ids._filtered_access("write")
        return untold._tell_and_say_how_many()

    def action_open_requests(self):
        """List who wants it, with the words of each."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_wish_request_action"
        )
        return {
            **action,
            "domain": [("wish_id", "=", self.id)],
            "context": {"default_wish_id": self.id},
        }

    def _ensure_can_be_told(self):
        for wish in self:
            if wish.state != "done":
                raise UserError(self.env._("Customers are told when it is done."))
            if not (wish.answer or "").strip():
                raise UserError(self.env._("Write down what customers are told."))
