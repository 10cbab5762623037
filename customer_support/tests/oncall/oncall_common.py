from datetime import date, datetime

from odoo import Command

from ..common import SupportCommon


class OncallCommon(SupportCommon):
    """People and a schedule in Rome. ``_add_layer`` gives it turns."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls._make_people("Ada", "Bea", "Cleo", "Dora")
        cls.ada, cls.bea, cls.cleo, cls.dora = cls.people
        cls.schedule = cls._make_schedule()

    @classmethod
    def _make_people(cls, *names):
        """Return users who may be in a rota, and no more."""
        users = [cls._create_user(name, "collaborator") for name in names]
        return cls.env["res.users"].union(*users)

    @classmethod
    def _make_schedule(cls, **vals):
        return cls.env["support.oncall.schedule"].create(
            {
                "name": "Nights",
                "tz": "Europe/Rome",
                "company_id": cls.company.id,
                "calendar_id": False,
                **vals,
            }
        )

    def _add_layer(self, *people, schedule=None, **vals):
        """Add a layer; weekly from Monday, 5 January 2026 at 9:00 unless said else."""
        return self.env["support.oncall.layer"].create(
            {
                "name": "Layer",
                "schedule_id": (schedule or self.schedule).id,
                "handoff_date": date(2026, 1, 5),
                "participant_ids": [
                    Command.create({"user_id": user.id, "sequence": place})
                    for place, user in enumerate(people)
                ],
                **vals,
            }
        )

    def _read_shifts(self, start, end, schedule=None):
        """Return [(name, start, end)] as "DD HH:MM" of UTC."""
        return [
            (
                self.env["res.users"].browse(shift["user_id"]).name,
                f"{shift['start']:%d %H:%M}",
                f"{shift['end']:%d %H:%M}",
            )
            for shift in (schedule or self.schedule).get_shifts(start, end)
        ]

    def _get_names(self, *instant, schedule=None):
        """Return the names of those on duty at a naive UTC instant, in order."""
        at = datetime(*instant)
        return (schedule or self.schedule).get_on_call(at).sorted("name").mapped("name")
