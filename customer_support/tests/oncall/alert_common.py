from odoo import Command, fields

from ..common import SupportCommon

# Two o'clock in the night from Sunday to Monday; the team opens at nine.
NIGHT = "2026-03-02 02:00:00"


class AlertCommon(SupportCommon):
    """A night: Nadia has duty, Omar is her backup, the manager comes in the end.

    Both are employees without any right in Support.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nadia = cls._create_user("nadia", None)
        cls.omar = cls._create_user("omar", None)
        cls.schedule = cls._create_schedule("Night", cls.nadia)
        cls.policy = cls._create_policy(
            {"kind": "schedule", "schedule_id": cls.schedule.id, "delay": 5},
            {"kind": "person", "user_id": cls.omar.id, "delay": 10},
        )
        cls.team.write(
            {
                "alert_policy_id": cls.policy.id,
                "alert_outside_hours": True,
                "calendar_id": cls._create_office().id,
            }
        )

    @classmethod
    def _create_schedule(cls, name, user):
        """Create a schedule in which a user always has duty; without: nobody has."""
        layer = {
            "name": name,
            "handoff_date": "2026-01-05",
            "participant_ids": [Command.create({"user_id": user.id})],
        }
        return cls.env["support.oncall.schedule"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "tz": "UTC",
                "calendar_id": False,
                "service_date": "2026-01-05",
                "layer_ids": [Command.create(layer)] if user else [],
            }
        )

    @classmethod
    def _create_policy(cls, *steps, **values):
        numbered = [
            (0, 0, {"sequence": number, "tz": "UTC", **step})
            for number, step in enumerate(steps)
        ]
        return cls.env["support.escalation.policy"].create(
            {
                "name": "At Night",
                "company_id": cls.company.id,
                "step_ids": numbered,
                **values,
            }
        )

    @classmethod
    def _create_office(cls):
        periods = [
            {
                "name": str(day),
                "dayofweek": str(day),
                "hour_from": 9,
                "hour_to": 17,
                "day_period": "full_day",
            }
            for day in range(5)
        ]
        return cls.env["resource.calendar"].create(
            {
                "name": "Office",
                "tz": "UTC",
                "company_id": cls.company.id,
                "attendance_ids": [(5, 0, 0), *((0, 0, p) for p in periods)],
            }
        )

    @classmethod
    def _raise(cls, policy=None, key="fire", **values):
        """Raise an alert of team Care, as the product does."""
        return cls.env["support.alert"]._raise_alert(
            cls.company,
            key,
            cls.policy if policy is None else policy,
            **{
                "name": "Fire in the warehouse",
                "source": "other",
                "team_id": cls.team.id,
                "contact_phone": "+39 02 5550100",
                **values,
            },
        )

    def _climb(self, minutes=0):
        """Let time pass, then do what the job does with every alert that is due."""
        if minutes:
            self._wait(minutes=minutes)
        alerts = self.env["support.alert"]
        for alert in alerts.search(alerts._get_due_domain()):
            alert._climb_locked()

    def _simulate(self, alert, minutes):
        """Let the job run every minute, and return the log as the manager reads it."""
        start = fields.Datetime.now()
        for _minute in range(minutes):
            self._climb()
            self._wait(minutes=1)
        return self._read_log(alert, start)

    def _read_log(self, alert, start):
        return [
            (int((event.date - start).total_seconds() // 60), event.description)
            for event in alert.with_user(self.manager).event_ids
            if event.kind != "notified"
        ]

    def _get_kinds(self, alert):
        return alert.event_ids.mapped("kind")

    def _get_messages(self, user, alert):
        """Return the notifications by which a user was told."""
        return self.env["mail.notification"].search(
            [
                ("res_partner_id", "=", user.partner_id.id),
                ("mail_message_id.model", "=", "support.alert"),
                ("mail_message_id.res_id", "=", alert.id),
            ]
        )
