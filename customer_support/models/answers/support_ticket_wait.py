from datetime import timedelta

from odoo import api, fields, models

from ...const import ACTIVE_KINDS


class SupportTicketWait(models.AbstractModel):
    """What a customer is told of how long his first answer takes.

    In the acknowledgement and on his page it is the same figure, told once and kept.
    """

    _name = "support.ticket.wait"
    _description = "Expected Wait of a Support Ticket"

    wait_estimate_ids = fields.One2many(
        "support.wait.estimate",
        "ticket_id",
        "Stated Wait",
        readonly=True,
        groups="customer_support.customer_support_group_agent_own",
    )

    # The queue and the recent answers of a team, which every acknowledgement asks for.
    _waiting_idx = models.Index(
        "(team_id, priority) WHERE unanswered_since IS NOT NULL AND stage_kind IN "
        "('new', 'open')"
    )
    _answered_idx = models.Index(
        "(team_id, first_response_date DESC) WHERE first_response_date IS NOT NULL"
    )

    # -- Told -----------------------------------------------------------------------
    def _log_expected_wait(self):
        result = super()._log_expected_wait()
        # Queue and people of the whole team, whoever brought the mail in.
        self.sudo()._state_wait(fields.Datetime.now())
        return result

    def _state_wait(self, now):
        """Keep when the customer is going to be answered, unless he was told already.

        :param datetime now: naive UTC
        :return: ``support.wait.estimate``, possibly none
        """
        self.ensure_one()
        told = self.wait_estimate_ids[:1]
        if told or self.first_response_date or self.stage_kind not in ACTIVE_KINDS:
            return told
        vals = self._prepare_wait_vals(now)
        if not vals:
            return told
        return told.create(
            {
                **vals,
                "ticket_id": self.id,
                "company_id": self.company_id.id,
                "team_id": self.team_id.id,
                "priority": self.priority,
                "made_date": now,
            }
        )

    def _prepare_wait_vals(self, now):
        """Return what is known: measured, else promised, else nothing."""
        found = self.team_id and self.team_id._get_wait_range(
            self.priority or "0", now, self
        )
        if found:
            return self.env["support.wait.estimate"]._prepare_range_vals(found)
        due = [
            deadline["due_date"]
            for deadline in self._get_published_deadlines()
            if deadline["kind"] == "first_response" and deadline["due_date"]
        ]
        if due:
            return {"basis": "service_level", "high_date": min(due)}
        if self.channel_id.is_published and self.channel_id.promise_minutes:
            [due] = self.channel_id.calendar_id._add_working_time(
                [(now, timedelta(minutes=self.channel_id.promise_minutes))]
            )
            return {"basis": "channel", "high_date": due}
        return {}

    def _get_expected_wait(self):
        """Say when we are there again, if nobody is, and when the answer comes."""
        # Who acknowledges is the product; the customer has no rights on what it asks.
        ticket_sudo = self.sudo()
        zone = ticket_sudo._get_customer_zone()
        sentences = [super()._get_expected_wait(), ticket_sudo._get_opening_words(zone)]
        told = ticket_sudo.wait_estimate_ids[:1]
        if told:
            sentences.append(told._get_words(zone))
        return self._join_wait_words(sentences, zone)

    def _get_present_wait(self):
        """Say how long a person would take now; told as a fact, not kept as a promise.

        For answers that need no person unless the customer writes again.
        """
        zone = self._get_customer_zone()
        sentences = [self._get_opening_words(zone)]
        vals = self._prepare_wait_vals(fields.Datetime.now())
        if vals:
            present = self.env["support.wait.estimate"].new(vals)
            sentences.append(present._get_words(zone))
        return self._join_wait_words(sentences, zone)

    def _join_wait_words(self, sentences, zone):
        text = " ".join(filter(None, sentences))
        return f"{text} ({zone})" if text and self._is_zone_foreign(zone) else text

    def _get_opening_words(self, zone):
        """Return when the team is there again, "" while it is."""
        opening = self.team_id and self.team_id._get_reopening(fields.Datetime.now())
        if not opening:
            return ""
        moment = self.env["support.wait.estimate"]._format_moment(opening, zone)
        return self.env._("We are closed now and back on %(moment)s.", moment=moment)

    def _get_customer_zone(self):
        """Return the customer's time zone, else that of the team."""
        return (
            self.partner_id.tz
            or self.team_id.calendar_id.tz
            or self.company_id.resource_calendar_id.tz
            or "UTC"
        )

    def _is_zone_foreign(self, zone):
        """Tell whether the customer may live by another clock than the one told."""
        # See _get_expected_wait.
        partner_sudo = self.sudo().partner_id
        country = partner_sudo.country_id
        return not partner_sudo.tz and bool(
            country and country != self.sudo().company_id.country_id
        )

    # -- Portal ---------------------------------------------------------------------
    @api.model
    def _portal_create_ticket(self, *args, **kwargs):
        ticket_sudo = super()._portal_create_ticket(*args, **kwargs)
        ticket_sudo._state_wait(fields.Datetime.now())
        return ticket_sudo

    def _portal_get_wait(self, zone):
        """Return in words when the first answer comes, "" when it has come.

        :param str zone: name of the visitor's time zone
        """
        self.ensure_one()
        # Customers have no access to estimates; only the sentence leaves.
        told_sudo = self.sudo().wait_estimate_ids[:1]
        if self.first_response_date or self.stage_kind not in ACTIVE_KINDS:
            return ""
        # A service level stands among the deadlines of the page already.
        if not told_sudo or told_sudo.basis == "service_level":
            return ""
        return told_sudo._get_words(zone)
