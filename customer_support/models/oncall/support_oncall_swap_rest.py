from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.exceptions import UserError

from ...logic import oncall_limits, spans
from ...logic.local_clock import to_seconds


class SupportOncallSwapRest(models.AbstractModel):
    """Rest and most duty in a month hold for swaps, too; a manager may except one."""

    _name = "support.oncall.swap.rest"
    _description = "On-call Swap: Rest"

    exception_by_id = fields.Many2one(
        "res.users",
        "Excepted By",
        readonly=True,
        copy=False,
        tracking=True,
        help="Confirmed it although somebody rests too little or has too much.",
    )

    def _ensure_rest(self, taker):
        """Check rest and maximum of both after the swap.

        :raise UserError: they do not keep them, and the user is no manager
        """
        self.ensure_one()
        overloaded = self._find_overloaded(taker)
        if not overloaded:
            return
        if self.env.user.has_group("customer_support.customer_support_group_manager"):
            # An exception is written by the product only, with who made it.
            self.sudo().exception_by_id = self.env.user
            return
        raise UserError(
            self.env._(
                "%(person)s would rest too little or have too much duty in a month. "
                "Offer it to somebody else, or ask a manager to swap it.",
                person=overloaded.name,
            )
        )

    def _find_overloaded(self, taker):
        """Return who of the two would break a limit of the schedule; may be empty."""
        gains = [(taker, self.date_from, self.date_to)]
        losses = {taker: (self.return_date_from, self.return_date_to)}
        if self.return_date_from:
            gains.append((self.user_id, self.return_date_from, self.return_date_to))
            losses[self.user_id] = (self.date_from, self.date_to)
        schedule = self.schedule_id
        duties = schedule._get_duties_around(
            taker | self.user_id,
            self._get_start(),
            max(filter(None, (self.date_to, self.return_date_to))),
        )
        limits, zone = schedule._get_limits(), ZoneInfo(schedule.tz)
        for person, start, end in gains:
            own = sorted(duties[person.id])
            lost_from, lost_to = losses.get(person, (False, False))
            if lost_from:
                lost = (to_seconds(lost_from), to_seconds(lost_to))
                own = spans.subtract(own, [lost])
            span = to_seconds(start), to_seconds(end)
            if not oncall_limits.allows(own, span, limits, zone):
                return person
        return taker.browse()
