from collections import Counter
from datetime import timedelta

from odoo import api, models, tools

_RECENT_TICKETS = 200


class SupportChannel(models.Model):
    """What the contact page says of how soon a channel answers at present.

    From the same figures as the acknowledgement and the warning on the channel's form;
    nobody types it.
    """

    _inherit = "support.channel"

    def _get_contact(self, now):
        return {**super()._get_contact(now), "present": self._get_present_words(now)}

    def _get_present_words(self, now):
        """Return how soon somebody is answered who turns to the channel now.

        :param datetime now: naive UTC
        :return: str, "" if too little is known
        """
        minute = now.replace(second=0, microsecond=0)
        reply = self._get_present_reply(self.id, self.env.company.id, minute)
        if reply["range"]:
            estimates = self.env["support.wait.estimate"]
            return estimates._get_range_in_words(*reply["range"])
        if not reply["minutes"]:
            return ""
        return self.env._(
            "Lately four of five were answered within %(duration)s of opening time.",
            duration=self._format_minutes(reply["minutes"]),
        )

    @api.model
    @tools.ormcache("channel_id", "company_id", "minute")
    def _get_present_reply(self, channel_id, company_id, minute):
        """Return ``range`` (low, high, zone) or None, and the measured ``minutes``.

        Calculated once a minute, however many visitors come.
        """
        # Visitors have no access to channels, teams and tickets: only figures leave.
        channel_sudo = self.sudo().browse(channel_id)
        team_sudo = channel_sudo._find_usual_team(company_id)
        found = team_sudo and team_sudo._get_wait_range("1", minute)
        zone = channel_sudo.calendar_id.tz or team_sudo.calendar_id.tz or "UTC"
        return {
            "range": (found.low, found.high, zone) if found else None,
            "minutes": channel_sudo.measured_minutes,
        }

    def _find_usual_team(self, company_id):
        """Return the team that got most of the last tickets of the channel."""
        tickets = self.env["support.ticket"].search_fetch(
            [
                ("channel_id", "=", self.id),
                ("company_id", "=", company_id),
                ("team_id", "!=", False),
            ],
            ["team_id"],
            order="id desc",
            limit=_RECENT_TICKETS,
        )
        counts = Counter(ticket.team_id for ticket in tickets)
        usual = [team for team, _count in counts.most_common(1)]
        return self.env["support.team"].union(*usual)

    def _format_minutes(self, minutes):
        hours, minutes = divmod(minutes, 60)
        if not hours:
            return self.env._("%(count)s minutes", count=minutes)
        # Nobody waits for the minute after hours.
        shown = timedelta(hours=hours, minutes=minutes) / timedelta(hours=1)
        return self.env._("%(count)s hours", count=f"{shown:.1f}".removesuffix(".0"))
