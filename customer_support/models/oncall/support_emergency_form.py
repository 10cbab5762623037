from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

_MAX_LINE = 200
_MAX_TEXT = 5000

# Within an hour and a team: alerts that strangers can raise one by one; then tickets
# that they can open. What is more, the managers see as one alert.
_ALERTS_PER_HOUR = 5
_TICKETS_PER_HOUR = 30


class SupportEmergencyForm(models.AbstractModel):
    """What the public emergency form does: a ticket, and somebody is called.

    Whoever sends it reads the same answer, whatever we know of him, and whether it was
    the first time or the hundredth: strangers learn nothing, and wake few.
    """

    _name = "support.emergency.form"
    _description = "Public Emergency Form"

    @api.model
    def _get_teams(self, company):
        """Return the teams that can be called by the form, in sudo."""
        # Visitors have no access to teams: only those that ask for it are named.
        return (
            self.env["support.team"]
            .sudo()
            .search([("emergency_form", "=", True), ("company_id", "=", company.id)])
        )

    @api.model
    def _hand_in(self, team_sudo, name, email, phone, subject, text):
        """Open the ticket and call somebody, as far as it is not too much.

        :param team_sudo: ``support.team``, one that can be called by the form
        :raise UserError: something is missing
        """
        values = {
            "contact_name": _get_line(name),
            "contact_email": tools.email_normalize(email or ""),
            "contact_phone": _get_line(phone),
            "name": _get_line(subject),
            "note": (text or "").strip()[:_MAX_TEXT],
        }
        if not all(values.values()):
            raise UserError(
                self.env._(
                    "Please fill in everything: your name, a mail address and a phone "
                    "number, and what has happened."
                )
            )
        known_sudo = self._find_same(team_sudo, values["contact_email"])
        if known_sudo:
            known_sudo._add_emergency(values)
        elif self._count_recent(team_sudo, "support.alert") < _ALERTS_PER_HOUR:
            self._open(team_sudo, values)
        else:
            self._open_in_flood(team_sudo, values)

    def _find_same(self, team_sudo, email):
        """Return the alert that the same address has raised and that still calls."""
        return team_sudo.env["support.alert"].search(
            [
                ("source", "=", "form"),
                ("team_id", "=", team_sudo.id),
                ("contact_email", "=", email),
                ("state", "!=", "resolved"),
            ],
            limit=1,
        )

    def _count_recent(self, team_sudo, model):
        """Count what the form has made for the team within an hour."""
        domain = [
            ("team_id", "=", team_sudo.id),
            ("create_date", ">=", fields.Datetime.now() - timedelta(hours=1)),
        ]
        if model == "support.alert":
            domain.append(("source", "=", "form"))
        else:
            domain.append(("channel_id.kind", "=", "web"))
        return team_sudo.env[model].search_count(domain)

    def _open(self, team_sudo, values):
        ticket_sudo = self._create_ticket(team_sudo, values)
        names = ("contact_name", "contact_email", "contact_phone", "note")
        known = {name: values[name] for name in names}
        ticket_sudo._call_somebody("form", **known)
        # Somebody is called already: that it is urgent calls nobody else.
        ticket_sudo.priority = "3"

    def _open_in_flood(self, team_sudo, values):
        if self._count_recent(team_sudo, "support.ticket") < _TICKETS_PER_HOUR:
            self._create_ticket(team_sudo, values)
        self.env["support.alert"]._raise_alert(
            team_sudo.company_id,
            f"flood:{team_sudo.id}",
            self.env["support.escalation.policy"],
            name=self.env._(
                "Many emergency forms for %(team)s at once", team=team_sudo.name
            ),
            source="flood",
            team_id=team_sudo.id,
        )

    def _create_ticket(self, team_sudo, values):
        user = self.env.user
        # Who is logged in is known; an address that somebody typed proves nothing.
        partner = self.env["res.partner"] if user._is_public() else user.partner_id
        tickets_sudo = self.env["support.ticket"].sudo()
        return tickets_sudo.with_context(mail_create_nosubscribe=True).create(
            {
                "name": values["name"],
                "description": plaintext2html(
                    f"{values['contact_name']}, {values['contact_phone']}\n\n"
                    f"{values['note']}"
                ),
                "partner_id": partner.id,
                "partner_email": values["contact_email"],
                "partner_phone": values["contact_phone"],
                "team_id": team_sudo.id,
                "company_id": team_sudo.company_id.id,
                "channel_id": self.env["support.channel"]._get_by_kind("web").id,
            }
        )


def _get_line(text):
    return " ".join((text or "").split())[:_MAX_LINE]
