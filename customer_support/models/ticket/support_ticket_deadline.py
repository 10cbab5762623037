from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.tools import format_date, format_datetime

_NEAR = timedelta(days=6)


class SupportTicketDeadline(models.AbstractModel):
    """How a ticket shows its next deadline, to agents and to customers."""

    _name = "support.ticket.deadline"
    _description = "Deadline of a Support Ticket"

    sla_countdown = fields.Char(
        "Time Left",
        compute="_compute_sla_countdown",
        help="Working time until the next deadline, and when that is.",
    )
    sla_status = fields.Selection(
        [("on_time", "On time"), ("at_risk", "At risk"), ("late", "Late")],
        "Deadline Status",
        compute="_compute_sla_countdown",
    )

    @api.depends("sla_due_date")
    @api.depends_context("tz", "lang")
    def _compute_sla_countdown(self):
        now = fields.Datetime.now()
        clock_by_ticket = self._get_next_clocks()
        for calendar, clocks in self._group_by_calendar(clock_by_ticket).items():
            dues = clocks.mapped("due_date")
            left = calendar._measure_working_time([(now, due) for due in dues])
            for clock, duration in zip(clocks, left, strict=True):
                clock_by_ticket[clock.ticket_id.id] = (clock, duration)
        for ticket in self:
            ticket.sla_countdown = ticket.sla_status = False
            if ticket._origin.id in clock_by_ticket:
                clock, duration = clock_by_ticket[ticket._origin.id]
                ticket.sla_countdown = ticket._get_countdown_text(clock, duration, now)
                ticket.sla_status = clock._get_status(duration, now)

    def _get_next_clocks(self):
        """Return the clock of the next deadline of each ticket.

        :return: {id of the ticket: ``support.sla.clock`` as superuser}
        """
        # Who may read a ticket may know when it is due.
        clocks_sudo = (
            self.env["support.sla.clock"]
            .sudo()
            .search(
                [
                    ("ticket_id", "in", self._origin.ids),
                    ("state", "=", "running"),
                    ("due_date", "!=", False),
                ],
                order="due_date desc",
            )
        )
        return {clock.ticket_id.id: clock for clock in clocks_sudo}

    @api.model
    def _group_by_calendar(self, clock_by_ticket):
        clocks = self.env["support.sla.clock"].sudo()
        return clocks.union(*clock_by_ticket.values()).grouped("calendar_id")

    def _get_countdown_text(self, clock, left, now):
        """Return “First response: 2 h 10 left, Monday 10:15” in the user's zone."""
        values = {
            "clock": clock.display_name,
            "duration": _format_duration(abs(left)),
            "moment": self._format_moment(clock.due_date, now),
        }
        if clock.due_date <= now:
            return self.env._(
                "%(clock)s: %(duration)s late, since %(moment)s", **values
            )
        return self.env._("%(clock)s: %(duration)s left, %(moment)s", **values)

    @api.model
    def _format_moment(self, moment, now):
        is_near = abs(moment - now) < _NEAR
        zone = self.env.context.get("tz") or self.env.user.tz
        return format_datetime(
            self.env, moment, tz=zone, dt_format="EEEE HH:mm" if is_near else "short"
        )

    # -- For customers --------------------------------------------------------------
    def _get_published_deadlines(self):
        """Return what the customer may know of the deadlines that he waits for.

        :return: list of dicts ``kind``, ``label``, ``due_date`` (naive UTC or False
            while it stands) and ``is_paused``, by date
        """
        self.ensure_one()
        # Customers have no access to clocks; only what a manager publishes is returned.
        clocks_sudo = self.sudo().sla_clock_ids.filtered(
            lambda clock: (
                clock.state in ("running", "paused")
                and clock.level == "contractual"
                and clock.target_id.is_published
            )
        )
        return [
            {
                "kind": clock.kind,
                "label": clock.display_name,
                "due_date": clock.due_date,
                "is_paused": clock.state == "paused",
            }
            for clock in clocks_sudo.sorted(lambda c: (not c.due_date, c.due_date))
        ]

    def _portal_get_deadlines(self, zone):
        """Return in plain words when the customer hears from us, possibly nothing.

        :param str zone: name of the visitor's time zone
        """
        self.ensure_one()
        now = fields.Datetime.now()
        texts = [
            self._portal_get_deadline_text(deadline, zone, now)
            for deadline in self._get_published_deadlines()
        ]
        # Two promises may stand for one reason.
        return list(dict.fromkeys(filter(None, texts)))

    def _portal_get_deadline_text(self, deadline, zone, now):
        """Return None for what is no business of the customer's."""
        running, late = self._portal_get_deadline_sentences(deadline["kind"])
        if not running:
            return None
        if deadline["is_paused"]:
            return self._portal_get_pause_text()
        if not deadline["due_date"]:
            return None
        sentence = late if deadline["due_date"] <= now else running
        return sentence % {"moment": self._portal_format(deadline["due_date"], zone)}

    @api.model
    def _portal_get_deadline_sentences(self, kind):
        """Return what is said before the deadline and after it, None for nothing."""
        answer = (
            self.env._("We answer by %(moment)s."),
            self.env._(
                "We wanted to answer by %(moment)s, and are late. We are sorry."
            ),
        )
        return {
            "first_response": answer,
            "next_reply": answer,
            "periodic_update": (
                self.env._("You hear from us by %(moment)s."),
                self.env._(
                    "You should have heard from us by %(moment)s. We are sorry."
                ),
            ),
            "resolution": (
                self.env._("We solve it by %(moment)s."),
                self.env._(
                    "We wanted to solve it by %(moment)s, and are late. We are sorry."
                ),
            ),
        }.get(kind, (None, None))

    def _portal_get_pause_text(self):
        if self.stage_kind == "waiting_customer":
            return self.env._("Our deadline stands while we wait for you.")
        if self.stage_kind == "waiting_third_party":
            return self.env._("Our deadline stands while we wait for somebody else.")
        return self.env._("Our deadline stands for the moment.")

    def _portal_format(self, moment, zone):
        """Return “Monday, 10:15”, with the date when that is not this week."""
        time = format_datetime(self.env, moment, tz=zone, dt_format="HH:mm")
        if abs(moment - fields.Datetime.now()) < _NEAR:
            return format_datetime(self.env, moment, tz=zone, dt_format="EEEE, HH:mm")
        local = pytz.utc.localize(moment).astimezone(pytz.timezone(zone))
        return f"{format_date(self.env, local.date(), date_format='full')}, {time}"


def _format_duration(duration):
    minutes = int(duration.total_seconds()) // 60
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02}" if hours else f"{minutes} min"
