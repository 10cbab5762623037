from datetime import datetime

from ..common import SupportCommon


class SlaCommon(SupportCommon):
    """A team that works Monday to Friday 9-12 and 13-17 (UTC), and policies.

    Monday 2 March 2026, 9:00 is ``MONDAY_MORNING`` of the common builders.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["support.sla.policy"].search([]).action_archive()
        cls.office = cls._create_calendar("Office", [(9, 12), (13, 17)])
        cls.team.calendar_id = cls.office
        cls.mail = cls.env["support.channel"].search([("kind", "=", "mail")], limit=1)

    @classmethod
    def _create_calendar(cls, name, periods, days=range(5), zone="UTC"):
        attendances = [
            (
                0,
                0,
                {
                    "name": f"{day} {start}",
                    "dayofweek": str(day),
                    "hour_from": start,
                    "hour_to": end,
                    "day_period": "full_day",
                },
            )
            for day in days
            for start, end in periods
        ]
        return cls.env["resource.calendar"].create(
            {
                "name": name,
                "tz": zone,
                "company_id": cls.company.id,
                "attendance_ids": [(5, 0, 0), *attendances],
            }
        )

    @classmethod
    def _create_policy(cls, level="contractual", targets=None, **values):
        """Create a policy; ``targets`` like {"resolution": 480} in minutes, or a tuple
        of four for the priorities from low to urgent."""
        return cls.env["support.sla.policy"].create(
            {
                "name": "Gold",
                "level": level,
                "company_id": cls.company.id,
                "target_ids": [
                    (0, 0, cls._prepare_target_vals(kind, minutes))
                    for kind, minutes in (targets or {}).items()
                ],
                **values,
            }
        )

    @staticmethod
    def _prepare_target_vals(kind, minutes):
        minutes = minutes if isinstance(minutes, tuple) else (minutes,) * 4
        by_priority = {f"minutes_{key}": value for key, value in enumerate(minutes)}
        return {"kind": kind, **by_priority}

    @classmethod
    def _add_escalation(cls, policy, action, moment="breach", minutes=0):
        return cls.env["support.sla.escalation"].create(
            {
                "target_id": policy.target_ids[:1].id,
                "action": action,
                "moment": moment,
                "minutes": minutes,
            }
        )

    @classmethod
    def _create_mail(cls, **values):
        """Create a ticket that came in by mail: its customer waits."""
        return cls._create_ticket(**{"channel_id": cls.mail.id, **values})

    def _get_clock(self, ticket, kind, level="contractual"):
        """Return the latest clock of a kind."""
        return (
            ticket.sudo()
            .sla_clock_ids.filtered(
                lambda clock: clock.kind == kind and clock.level == level
            )
            .sorted("id")[-1:]
        )

    def _at(self, day, hour, minute=0):
        """Return an instant of March 2026; 2 is a Monday."""
        return datetime(2026, 3, day, hour, minute)

    def _go_to(self, day, hour, minute=0):
        """Let frozen time pass until an instant of March 2026."""
        self.frozen.move_to(self._at(day, hour, minute))

    def assertClock(self, clock, state, verdict=None, due=None):
        self.assertEqual(clock.state, state)
        clock.invalidate_recordset(["verdict"])
        if verdict:
            self.assertEqual(clock.verdict, verdict)
        if due is not None:
            self.assertEqual(clock.due_date, due)
