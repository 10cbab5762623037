from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from ..common import SupportCommon

WORKDAYS = range(5)


class WaitCommon(SupportCommon):
    """A team with two members, from nine to five in Rome on working days.

    ``_answer_before`` makes a past in which answers took so long. It is Monday, 2 March
    2026, ten o'clock in Rome.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls._create_calendar()
        cls.team.calendar_id = cls.calendar
        cls.mail = cls.env.ref("customer_support.support_channel_mail")
        cls.mail.write({"is_published": False, "promise_minutes": 0})
        cls.env["support.sla.policy"].search([]).action_archive()
        cls.customer.tz = "Europe/Rome"

    def setUp(self):
        super().setUp()
        self._freeze()

    @classmethod
    def _create_calendar(cls, days=WORKDAYS, hours=(9, 17)):
        periods = [
            Command.create(
                {
                    "name": "Day",
                    "dayofweek": str(day),
                    "hour_from": hours[0],
                    "hour_to": hours[1],
                    "day_period": "full_day",
                }
            )
            for day in days
        ]
        return cls.env["resource.calendar"].create(
            {
                "name": "Nine to five",
                "tz": "Europe/Rome",
                "company_id": cls.company.id,
                "attendance_ids": [Command.clear(), *periods],
            }
        )

    def _answer_before(self, minutes=30, count=30, **values):
        """Create tickets of the last weeks, answered after so many minutes."""
        now = fields.Datetime.now()
        vals_list = []
        for number in range(count):
            # Working days of the three weeks before, at ten in Rome.
            day = timedelta(days=7 * (1 + number % 3) - number % 5)
            received = now - day
            vals_list.append(
                {
                    "name": f"Answered {number}",
                    "partner_id": self.other_customer.id,
                    "team_id": self.team.id,
                    "channel_id": self.mail.id,
                    "priority": "1",
                    "received_date": received,
                    "first_response_date": received + timedelta(minutes=minutes),
                    **values,
                }
            )
        tickets = self.env["support.ticket"].with_context(tracking_disable=True)
        answered = tickets.create(vals_list)
        answered.write({"unanswered_since": False})
        self.env.flush_all()
        return answered

    def _ask(self, **values):
        """Return a new ticket that came by mail and waits for its first answer."""
        values = {"priority": "1", "channel_id": self.mail.id, **values}
        return self._create_ticket(**values)

    def _state_wait(self, ticket):
        """Return what the ticket's customer is told, as ``support.wait.estimate``."""
        return ticket.sudo()._state_wait(fields.Datetime.now())
