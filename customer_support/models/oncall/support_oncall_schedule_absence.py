from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...logic import spans
from ...logic.local_clock import to_datetime, to_seconds

# While a proposal is pending, and for a day after somebody has said no to it, nothing
# new is proposed. Then it begins again: the duty is still without anybody.
_PENDING_STATES = ("open", "accepted")
_REFUSED_STATES = ("declined", "withdrawn")
_PAUSE = timedelta(days=1)
# A colleague needs some time to read that he is asked.
_SOON = timedelta(minutes=15)


class SupportOncallScheduleAbsence(models.AbstractModel):
    """Absences that meet duty: found in advance, and a swap is proposed."""

    _name = "support.oncall.schedule.absence"
    _description = "On-call Schedule: Absences"

    @api.model
    def _look_ahead_soon(self):
        """Look for absences and warnings when this transaction has ended."""
        cron = self.env.ref(
            "customer_support.ir_cron_look_ahead_oncall", raise_if_not_found=False
        )
        if cron:  # not yet there while the addon is installed
            cron._trigger_with_commit()

    def _on_replanned(self):
        result = super()._on_replanned()
        self._look_ahead_soon()
        return result

    @api.model
    def _cron_look_ahead_oncall(self):
        """Propose swaps for absences, and bring the warnings up to date."""
        schedules = self.search([])
        self.env["ir.cron"]._commit_progress(remaining=len(schedules))
        for schedule in schedules:
            if schedule.try_lock_for_update(allow_referencing=True):
                schedule._look_ahead(fields.Datetime.now())
            self.env["ir.cron"]._commit_progress(1)

    def _look_ahead(self, now):
        self.ensure_one()
        self._propose_swaps(now)
        self._sync_warnings(now)

    # -- Proposals ------------------------------------------------------------------
    def _propose_swaps(self, now):
        """Offer to a colleague what somebody cannot do because he is away.

        Proposals whose absence, or whose shift, is no longer there end by themselves.
        """
        missing = self._find_absent_duties(now)
        self._end_needless_proposals(missing, now)
        for start, end, user_id in self._subtract_proposals(missing, now):
            start, end = to_datetime(start), to_datetime(end)
            user = self.env["res.users"].browse(user_id)
            stand_in = self._find_stand_in(user, start, end)
            self.env["support.oncall.swap"].create(
                {
                    "schedule_id": self.id,
                    "user_id": user_id,
                    "colleague_id": stand_in.id,
                    "date_from": start,
                    "date_to": end,
                    "is_automatic": True,
                }
            )

    def _find_absent_duties(self, now):
        """Return (user id, start, end) in seconds of duty during absences, not over."""
        own = Domain("schedule_id", "=", self.id) & Domain("date_to", ">", now)
        shifts = self.env["support.oncall.shift"].search(own, order="date_from, id")
        if not shifts:
            return []
        absences = shifts.user_id._get_oncall_absences(
            min(shifts.mapped("date_from")), max(shifts.mapped("date_to"))
        )
        return [
            (shift.user_id.id, start, finish)
            for shift in shifts
            for start, finish in spans.cut(
                absences[shift.user_id.id],
                to_seconds(shift.date_from),
                to_seconds(shift.date_to),
            )
            if finish > to_seconds(now)
        ]

    def _end_needless_proposals(self, missing, now):
        pending = self.env["support.oncall.swap"].search(
            [
                ("schedule_id", "=", self.id),
                ("is_automatic", "=", True),
                ("state", "in", _PENDING_STATES),
                ("date_from", ">", now),
            ]
        )
        for swap in pending:
            span = to_seconds(swap.date_from), to_seconds(swap.date_to)
            if not any(
                user_id == swap.user_id.id and start <= span[0] and span[1] <= end
                for user_id, start, end in missing
            ):
                swap._set_state("expired")
                swap._notify_withdrawal()

    def _subtract_proposals(self, missing, now):
        """Return the duties during absences for which nothing has been done yet."""
        # Before this instant nobody could come any more.
        earliest = to_seconds(now + _SOON)
        refused = (
            Domain("state", "in", _REFUSED_STATES)
            & Domain("is_automatic", "=", True)
            & Domain("state_date", ">", now - _PAUSE)
        )
        swaps = self.env["support.oncall.swap"].search(
            Domain("schedule_id", "=", self.id)
            & (Domain("state", "in", _PENDING_STATES) | refused)
        )
        rest = []
        for user_id, start, end in missing:
            known = [
                (to_seconds(swap.date_from), to_seconds(swap.date_to))
                for swap in swaps
                if swap.user_id.id == user_id
            ]
            if earliest < end:
                ahead = [(max(start, earliest), end, user_id)]
                rest += spans.subtract(ahead, spans.merge(known))
        return rest
