from odoo import models
from odoo.tools import format_datetime


class SupportOncallSwapNotice(models.AbstractModel):
    """Who is told what about a swap, each in his own language and time zone."""

    _name = "support.oncall.swap.notice"
    _inherit = ["support.oncall.notice.mixin"]
    _description = "On-call Swap: Notices"

    def _describe(self):
        """Return the swap as one line, in the language and zone of the environment."""
        values = {
            "giver": self.user_id.name,
            "taker": (self.taker_id or self.colleague_id).name,
            "schedule": self.schedule_id.name,
            "start": self._format(self.date_from),
        }
        if values["taker"]:
            return self.env._(
                "%(giver)s → %(taker)s: %(schedule)s, %(start)s", **values
            )
        return self.env._("%(giver)s → all: %(schedule)s, %(start)s", **values)

    def _describe_spans(self):
        values = {
            "start": self._format(self.date_from),
            "end": self._format(self.date_to),
            "schedule": self.schedule_id.name,
        }
        if not self.return_date_from:
            return self.env._("%(schedule)s, %(start)s to %(end)s", **values)
        return self.env._(
            "%(schedule)s, %(start)s to %(end)s, in return for %(other_start)s to "
            "%(other_end)s",
            other_start=self._format(self.return_date_from),
            other_end=self._format(self.return_date_to),
            **values,
        )

    def _format(self, moment):
        if not moment:
            return ""
        return format_datetime(self.env, moment, tz=self.env.user.tz, dt_format="short")

    # -- What is told ---------------------------------------------------------------
    def _notify_offer(self):
        for swap in self:
            swap._notify_people(swap._get_asked(), lambda swap: swap._get_offer_text())
            if swap.is_automatic:
                swap._notify_people(
                    swap.user_id, lambda swap: swap._get_proposal_text()
                )

    def _get_offer_text(self):
        return self.env._(
            "%(person)s looks for somebody to take %(spans)s.",
            person=self.user_id.name,
            spans=self._describe_spans(),
        )

    def _get_proposal_text(self):
        return self.env._(
            "You are away while you have duty. %(person)s was asked to take %(spans)s.",
            person=self.colleague_id.name or self.env._("Everybody in the rota"),
            spans=self._describe_spans(),
        )

    def _notify_acceptance(self):
        self._notify_people(
            self.user_id | self.schedule_id.responsible_id,
            lambda swap: swap.env._(
                "%(person)s would take %(spans)s. A manager has to confirm it.",
                person=swap.taker_id.name,
                spans=swap._describe_spans(),
            ),
        )

    def _notify_done(self):
        self._notify_people(
            self.user_id | self.taker_id,
            lambda swap: swap.env._(
                "Swapped: %(person)s takes over from %(giver)s: %(spans)s.",
                person=swap.taker_id.name,
                giver=swap.user_id.name,
                spans=swap._describe_spans(),
            ),
        )

    def _notify_decline(self, reason):
        decliner = self.env.user
        self._notify_people(
            self.user_id,
            lambda swap: swap.env._(
                "%(person)s cannot take %(spans)s: %(reason)s",
                person=decliner.name,
                spans=swap._describe_spans(),
                reason=reason,
            ),
        )
        if self.state == "declined" and self.is_automatic:
            self._notify_end()

    def _notify_refusal(self, reason):
        self._notify_people(
            self.user_id | self.taker_id,
            lambda swap: swap.env._(
                "This swap is not confirmed: %(spans)s. %(reason)s",
                spans=swap._describe_spans(),
                reason=reason,
            ),
        )

    def _notify_withdrawal(self):
        self._notify_people(
            self.taker_id or self._get_asked(),
            lambda swap: swap.env._(
                "%(person)s no longer looks for somebody to take %(spans)s.",
                person=swap.user_id.name,
                spans=swap._describe_spans(),
            ),
        )

    def _notify_cancelling(self):
        self._notify_people(
            self.user_id | self.taker_id,
            lambda swap: swap.env._(
                "The swap was taken back, %(person)s has the duty again: %(spans)s.",
                person=swap.user_id.name,
                spans=swap._describe_spans(),
            ),
        )

    def _notify_reminder(self):
        if self.state == "accepted":
            people = self.schedule_id.responsible_id | self.user_id
        else:
            people = self._get_asked() | self.user_id
        self._notify_people(
            people,
            lambda swap: swap.env._(
                "Not settled yet: %(person)s looks for somebody to take %(spans)s.",
                person=swap.user_id.name,
                spans=swap._describe_spans(),
            ),
        )

    def _notify_end(self):
        """Say that nobody was found: the duty stays where it was."""
        self._notify_people(
            self.user_id | self.schedule_id.responsible_id,
            lambda swap: swap.env._(
                "Nobody took over from %(person)s: %(spans)s. The duty stays with him.",
                person=swap.user_id.name,
                spans=swap._describe_spans(),
            ),
        )
