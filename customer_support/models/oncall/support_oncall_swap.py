from odoo import api, fields, models
from odoo.exceptions import LockError, UserError, ValidationError

from ...const import ONCALL_SWAP_MOVES, ONCALL_SWAP_STATES


class SupportOncallSwap(models.Model):
    """Somebody offers a shift or a part of it to a colleague, or to all of the rota.

    Offered and answered by buttons only: each goes through ``_set_state`` with the
    offer locked, so that of two who accept at once one gets the shift. A swap that is
    done holds in the plan as overrides, which nothing but the swap takes away again.
    """

    _name = "support.oncall.swap"
    _inherit = [
        "mail.thread",
        "support.oncall.swap.notice",
        "support.oncall.swap.rest",
        "support.oncall.swap.wake",
    ]
    _description = "On-call Swap"
    _order = "date_from, id"
    _mail_post_access = "read"
    _check_company_auto = True

    schedule_id = fields.Many2one(
        "support.oncall.schedule",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="schedule_id.company_id", store=True, index=True
    )
    user_id = fields.Many2one(
        "res.users",
        "Offered By",
        required=True,
        index=True,
        default=lambda self: self.env.user,
    )
    possible_colleague_ids = fields.Many2many(
        "res.users", compute="_compute_possible_colleague_ids"
    )
    colleague_id = fields.Many2one(
        "res.users",
        "Offered To",
        index="btree_not_null",
        domain="[('id', 'in', possible_colleague_ids)]",
        help="Empty: to everybody in the rota.",
    )
    date_from = fields.Datetime("From", required=True, index=True)
    date_to = fields.Datetime("To", required=True)
    return_date_from = fields.Datetime(
        "In Return, From", help="A shift of the colleague, or a part of it."
    )
    return_date_to = fields.Datetime("In Return, To")
    reason = fields.Char("Note")
    is_automatic = fields.Boolean(
        "Proposed Because of an Absence", readonly=True, copy=False
    )
    state = fields.Selection(
        ONCALL_SWAP_STATES,
        required=True,
        readonly=True,
        copy=False,
        default="open",
        index=True,
        tracking=True,
    )
    state_date = fields.Datetime("Since", readonly=True, copy=False)
    taker_id = fields.Many2one(
        "res.users", "Taken By", readonly=True, copy=False, tracking=True
    )
    decliner_ids = fields.Many2many(
        "res.users", string="Declined By", readonly=True, copy=False
    )
    override_ids = fields.One2many(
        "support.oncall.override", "swap_id", "Overrides", readonly=True
    )
    can_be_answered = fields.Boolean(compute="_compute_can_be")
    can_be_withdrawn = fields.Boolean(compute="_compute_can_be")
    can_be_confirmed = fields.Boolean(compute="_compute_can_be")
    can_be_cancelled = fields.Boolean(compute="_compute_can_be")

    _dates_order = models.Constraint(
        "CHECK (date_from < date_to)", "A shift ends after it starts."
    )
    _return_dates_order = models.Constraint(
        "CHECK (return_date_from < return_date_to)", "A shift ends after it starts."
    )

    # -- Computes -------------------------------------------------------------------
    @api.depends("schedule_id", "user_id")
    def _compute_possible_colleague_ids(self):
        for swap in self:
            swap.possible_colleague_ids = (
                swap.schedule_id._get_rota_users() - swap.user_id
            )

    @api.depends_context("lang", "uid")
    @api.depends("user_id", "taker_id", "colleague_id", "date_from")
    def _compute_display_name(self):
        for swap in self:
            swap.display_name = swap._describe()

    @api.depends_context("uid")
    @api.depends("state", "colleague_id", "decliner_ids", "date_from", "taker_id")
    def _compute_can_be(self):
        user = self.env.user
        is_manager = user.has_group("customer_support.customer_support_group_manager")
        now = fields.Datetime.now()
        for swap in self:
            mine, ahead = swap.user_id == user, swap._get_start() > now
            swap.can_be_answered = (
                swap.state == "open" and ahead and user in swap._get_asked()
            )
            swap.can_be_withdrawn = swap.state in ("open", "accepted") and (
                mine or is_manager
            )
            swap.can_be_confirmed = swap.state == "accepted" and ahead and is_manager
            # Whoever gave a shift away may take it back; nobody else gets a duty by it.
            swap.can_be_cancelled = (
                swap.state == "done"
                and ahead
                and (is_manager or (mine and not swap.return_date_from))
            )

    def _get_start(self):
        """Return when the first of the two shifts begins."""
        starts = [self.date_from, self.return_date_from]
        return min(filter(None, starts), default=fields.Datetime.now())

    def _get_asked(self):
        """Return the users who may accept."""
        asked = self.colleague_id or self.possible_colleague_ids
        return asked - self.decliner_ids

    # -- Constraints ----------------------------------------------------------------
    @api.constrains(
        "colleague_id", "user_id", "return_date_from", "return_date_to", "schedule_id"
    )
    def _check_colleague(self):
        for swap in self:
            if bool(swap.return_date_from) != bool(swap.return_date_to):
                raise ValidationError(
                    self.env._("A shift in return has a start and an end.")
                )
            if swap.return_date_from and not swap.colleague_id:
                raise ValidationError(
                    self.env._("Say of which colleague you want a shift in return.")
                )
            if (
                swap.colleague_id
                and swap.colleague_id not in swap.possible_colleague_ids
            ):
                raise ValidationError(
                    self.env._(
                        "%(person)s is not in the rota of %(schedule)s.",
                        person=swap.colleague_id.name,
                        schedule=swap.schedule_id.name,
                    )
                )

    # -- CRUD -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        swaps = super().create(vals_list)
        swaps._ensure_own()
        for swap in swaps:
            swap._ensure_possible()
        swaps._schedule_wake_up(fields.Datetime.now())
        swaps._notify_offer()
        return swaps

    def _ensure_own(self):
        """Let nobody offer somebody else's shift, or start with another state."""
        if self.env.su:
            return
        is_manager = self.env.user.has_group(
            "customer_support.customer_support_group_manager"
        )
        strange = self.filtered(lambda swap: swap.user_id != self.env.user)
        if strange and not is_manager:
            raise UserError(self.env._("You can only offer shifts of your own."))
        answered = self.filtered(lambda swap: swap.state != "open" or swap.taker_id)
        if answered:
            raise UserError(self.env._("A swap begins with an offer."))

    # -- Offering -------------------------------------------------------------------
    def action_offer(self):
        """Make the offer: it is made by saving it, which the button does before."""

    # -- Answering ------------------------------------------------------------------
    def action_accept(self):
        """Take the shift. The plan changes at once, or after the confirmation."""
        for swap in self:
            swap._ensure_can_be("answered")
            swap._ensure_possible()
            if swap.schedule_id.confirms_swaps:
                swap._set_state("accepted", taker_id=self.env.uid)
                swap._notify_acceptance()
            else:
                swap._ensure_rest(self.env.user)
                swap._set_state("done", taker_id=self.env.uid)
                swap._apply()

    def action_decline(self):
        """Ask for the reason."""
        return self._ask_reason("decline")

    def action_withdraw(self):
        """Take the offer back, also after somebody has accepted."""
        for swap in self:
            swap._ensure_can_be("withdrawn")
            swap._set_state("withdrawn")
            swap._notify_withdrawal()

    def action_confirm(self):
        """Let an accepted swap happen."""
        for swap in self:
            swap._ensure_can_be("confirmed")
            swap._ensure_possible()
            swap._ensure_rest(swap.taker_id)
            swap._set_state("done")
            swap._apply()

    def action_refuse(self):
        """Ask for the reason."""
        return self._ask_reason("refuse")

    def action_cancel(self):
        """Take back a swap before it starts: who had the shifts has them again."""
        for swap in self:
            swap._ensure_can_be("cancelled")
            swap._set_state("cancelled")
            # Collaborators swap, managers plan.
            swap.sudo().override_ids.unlink()
            swap._notify_cancelling()

    def _ask_reason(self, kind):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_oncall_swap_answer_action"
        )
        return {
            **action,
            "context": {"default_swap_id": self.id, "default_kind": kind},
        }

    def _decline(self, reason):
        """Say no. An offer ends when all who were asked have said so.

        One that was proposed because of an absence goes to the next colleague.
        """
        self._ensure_can_be("answered")
        # Answers are written by the product only; the right was checked above.
        swap_sudo = self.sudo()
        swap_sudo.decliner_ids |= self.env.user
        if self.is_automatic:
            swap_sudo.colleague_id = self.schedule_id._find_stand_in(
                self.user_id, self.date_from, self.date_to, self.decliner_ids
            )
            if self._get_asked():
                self._notify_offer()
        elif self.colleague_id:
            self._set_state("declined")
        if self.state == "open" and not self._get_asked():
            self._set_state("declined")
        self._notify_decline(reason)

    def _refuse(self, reason):
        """Do not let an accepted swap happen."""
        self._ensure_can_be("confirmed")
        self._set_state("declined")
        self._notify_refusal(reason)

    # -- The funnel -----------------------------------------------------------------
    def _ensure_can_be(self, what):
        """Lock the offer and check that the user may do this with it now.

        :raise UserError: somebody else was faster, or it is not the user's to do
        """
        self.ensure_one()
        self.check_access("read")
        try:
            self.sudo().lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._("Somebody else is answering this offer at this very moment.")
            ) from error
        self.invalidate_recordset()
        if self[f"can_be_{what}"]:
            return
        if self.state == "done" and self.taker_id:
            raise UserError(
                self.env._(
                    "%(person)s has taken this shift already.",
                    person=self.taker_id.name,
                )
            )
        raise UserError(
            self.env._(
                "This is not possible, or not yours to do: %(swap)s.",
                swap=self.display_name,
            )
        )

    def _set_state(self, state, **vals):
        """Bring a swap into another state; the only place that does.

        :raise UserError: the state does not follow the present one
        """
        for swap in self:
            if state not in ONCALL_SWAP_MOVES.get(swap.state, ()):
                raise UserError(
                    self.env._("%(swap)s has ended already.", swap=swap.display_name)
                )
        ended = {} if state in ("open", "accepted") else {"wake_date": False}
        # The state is written here only; actions have checked the right.
        now = fields.Datetime.now()
        self.sudo().write({**vals, **ended, "state": state, "state_date": now})

    def _ensure_possible(self):
        """Check that the shifts are still those of the people, and ahead."""
        self.ensure_one()
        taker = self.taker_id or self.env.user
        if self.state == "open" and taker not in self._get_asked():
            taker = self.colleague_id
        self._ensure_duty(self.user_id, taker, self.date_from, self.date_to)
        if self.return_date_from:
            self._ensure_duty(
                taker, self.user_id, self.return_date_from, self.return_date_to
            )

    def _ensure_duty(self, giver, taker, start, end):
        if start < fields.Datetime.now():
            raise UserError(self.env._("A shift that has begun cannot be offered."))
        # The plan is no secret to those who are in it.
        people = [part[2] for part in self.schedule_id._get_plan(start, end)]
        if not all(giver.id in duty for duty in people):
            raise UserError(
                self.env._(
                    "%(person)s has no duty in all of that time.", person=giver.name
                )
            )
        if taker and any(taker.id in duty for duty in people):
            raise UserError(
                self.env._("%(person)s has duty then already.", person=taker.name)
            )

    def _apply(self):
        """Write the swap into the plan and tell everybody concerned."""
        self.ensure_one()
        vals_list = [
            self._prepare_override_vals(
                self.user_id, self.taker_id, self.date_from, self.date_to
            )
        ]
        if self.return_date_from:
            vals_list.append(
                self._prepare_override_vals(
                    self.taker_id,
                    self.user_id,
                    self.return_date_from,
                    self.return_date_to,
                )
            )
        # Collaborators swap, managers plan.
        self.env["support.oncall.override"].sudo().create(vals_list)
        self._notify_done()

    def _prepare_override_vals(self, giver, taker, start, end):
        return {
            "schedule_id": self.schedule_id.id,
            "swap_id": self.id,
            "kind": "replace",
            "user_id": taker.id,
            "replaced_user_id": giver.id,
            "date_from": start,
            "date_to": end,
            "reason": self.reason,
        }
