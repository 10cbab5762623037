from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...const import PROMISE_KINDS, PROMISE_VERDICTS
from ...logic import promise as promise_logic

# What whoever makes a promise says; everything else is written by the product.
_SPOKEN = {
    "ticket_id",
    "kind",
    "name",
    "due_date",
    "sale_order_id",
    "picking_id",
    "move_id",
}


class SupportPromise(models.Model):
    """A date that was given to a customer: what, by whom, by when, and what came of it.

    What was said stays as it was; a new date is a new promise. Instants are stored, the
    verdict is derived from them (``logic/promise.py``).
    """

    _name = "support.promise"
    _inherit = ["support.promise.source", "support.promise.wake"]
    _description = "Promise to a Customer"
    _check_company_auto = True
    _order = "due_date, id"

    ticket_id = fields.Many2one(
        "support.ticket", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    team_id = fields.Many2one("support.team", readonly=True, index="btree_not_null")
    partner_id = fields.Many2one(
        "res.partner", "Customer", readonly=True, index="btree_not_null"
    )
    user_id = fields.Many2one(
        "res.users", "Promised By", readonly=True, index="btree_not_null"
    )
    made_date = fields.Datetime("Promised On", required=True, readonly=True)
    # What was said
    kind = fields.Selection(
        PROMISE_KINDS, required=True, default=lambda self: self._default_kind()
    )
    name = fields.Char(
        "What", required=True, help="The customer reads it on the page of his ticket."
    )
    due_date = fields.Datetime("By", required=True)
    # What became of it
    kept_date = fields.Datetime("Done", readonly=True)
    cancelled_date = fields.Datetime("Called Off", readonly=True)
    broken_date = fields.Datetime("Broken", readonly=True, help="Kept as evidence.")
    close_reason = fields.Char("Reason", readonly=True)
    closed_by_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    verdict = fields.Selection(
        PROMISE_VERDICTS, compute="_compute_verdict", search="_search_verdict"
    )
    can_be_closed = fields.Boolean(compute="_compute_can_be_closed")

    def _default_kind(self):
        ticket = self.env["support.ticket"].browse(
            self.env.context.get("default_ticket_id")
        )
        return "callback" if ticket.channel_id.kind == "phone" else "reply"

    @api.depends("due_date", "kept_date", "cancelled_date", "broken_date")
    def _compute_verdict(self):
        now = fields.Datetime.now()
        for promise in self:
            promise.verdict = promise.due_date and promise_logic.get_verdict(
                promise._get_promise(), now
            )

    def _search_verdict(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR(self._get_verdict_domain(verdict) for verdict in value)

    @api.model
    def _get_verdict_domain(self, verdict):
        """Return the promises with that verdict, see ``logic.promise.get_verdict``."""
        now = fields.Datetime.now()
        waits = Domain("kept_date", "=", False) & Domain("cancelled_date", "=", False)
        broken = Domain("broken_date", "!=", False) | (
            waits & Domain("due_date", "<", now)
        )
        cancelled = Domain("cancelled_date", "!=", False)
        return {
            "open": ~broken & waits,
            "broken": broken,
            "cancelled": ~broken & cancelled,
            "kept": ~broken & ~cancelled & Domain("kept_date", "!=", False),
        }.get(verdict, Domain.FALSE)

    @api.depends("kept_date", "cancelled_date")
    def _compute_can_be_closed(self):
        for promise in self:
            promise.can_be_closed = not promise.kept_date and not promise.cancelled_date

    # -- CRUD -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """Write down what was promised on tickets that the user may write.

        :raise UserError: no document confirms a date that is outside our control
        """
        promises = super().create(
            [self._prepare_create_vals(vals) for vals in vals_list]
        )
        if not self.env.su:
            promises.ticket_id.check_access("write")
            # The date of a receipt is told to those who may look it up anyway.
            receipts = promises.sudo()._get_receipts()
            if receipts:
                receipts.with_env(self.env).check_access("read")
        # Follows from what was said, which whoever said it may no longer change.
        promises.sudo()._confirm_dates()
        promises.sudo()._plan_wake()
        return promises

    @api.model
    def _prepare_create_vals(self, vals):
        """Complete what was said by whom, to whom and when.

        :raise AccessError: somebody writes what the product writes
        """
        if not self.env.su and set(vals) - _SPOKEN:
            raise AccessError(
                self.env._("What became of a promise follows from what happens.")
            )
        ticket_id = vals.get("ticket_id", self.env.context.get("default_ticket_id"))
        ticket = self.env["support.ticket"].browse(ticket_id)
        written = {
            "company_id": ticket.company_id.id,
            "team_id": ticket.team_id.id,
            "partner_id": ticket.partner_id.id,
            "user_id": self.env.uid,
            "made_date": fields.Datetime.now(),
        }
        # Also what a default in the context would set.
        untouched = dict.fromkeys(self._get_outcome_fields(), False)
        return {**untouched, **written, **vals, "ticket_id": ticket.id}

    @api.model
    def _get_outcome_fields(self):
        return {
            "kept_date",
            "cancelled_date",
            "broken_date",
            "warned_date",
            "wake_date",
            "close_reason",
            "closed_by_id",
            "source",
            "activity_id",
        }

    # -- What became of it ----------------------------------------------------------
    def _set_kept(self, at, **values):
        """Note that what was promised has happened; those that ended stay as they are.

        :param datetime at: naive UTC
        """
        self._set_ended({"kept_date": at, **values}, at)

    def _set_cancelled(self, at, **values):
        """Note that the promise no longer stands; see ``_set_kept``."""
        self._set_ended({"cancelled_date": at, **values}, at)

    def _set_ended(self, vals, at):
        # Whoever ships, pays or answers has no rights on promises of others.
        for promise_sudo in self.sudo().filtered("can_be_closed"):
            broken = promise_logic.get_broken(promise_sudo._get_promise(), at)
            promise_sudo.write({**vals, "broken_date": broken, "wake_date": False})
            promise_sudo.activity_id.unlink()

    def _get_promise(self):
        """Return the promise as ``logic.promise.Promise``."""
        self.ensure_one()
        return promise_logic.Promise(
            made=self.made_date or fields.Datetime.now(),
            due=self.due_date,
            kept=self.kept_date or None,
            cancelled=self.cancelled_date or None,
            broken=self.broken_date or None,
            warned=self.warned_date or None,
        )

    # -- Actions --------------------------------------------------------------------
    def action_open_ticket(self):
        """Open the ticket on which it was promised."""
        self.ensure_one()
        return self.ticket_id._get_records_action()

    def action_close(self):
        """Ask how it ended, and why."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_promise_close_action"
        )
        return {**action, "context": {"default_promise_id": self.id}}
