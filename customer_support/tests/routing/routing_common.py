from random import Random

from odoo import fields

from ..common import SupportCommon


class RoutingCommon(SupportCommon):
    """A team of three that hands out its tickets in turn, on a Monday morning.

    The team works from 8 to 17 (Brussels, with a break), see the standard calendar.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.third = cls._create_user("third", "agent")
        cls.team.member_ids = [(0, 0, {"user_id": cls.third.id, "sequence": 99})]
        cls.team.assignment_strategy = "round_robin"
        cls.team.calendar_id = cls.company.resource_calendar_id
        cls.people = cls.agent_own + cls.agent + cls.third

    def setUp(self):
        super().setUp()
        self._freeze()

    def _assign(self, team=None, random=None):
        """Do what the job does for one team."""
        team = team or self.team
        return team._assign_queue(fields.Datetime.now(), random or Random(1))

    def _create_many(self, count, **values):
        """Create tickets one second after the other."""
        tickets = self.env["support.ticket"]
        for _number in range(count):
            tickets |= self._create_ticket(**values)
            self._wait(seconds=1)
        return tickets

    def _get_member(self, user):
        return self.team.member_ids.filtered(lambda member: member.user_id == user)

    def _take_leave(self, user, days=1):
        """Enter days off for a user, as HR does."""
        resource = user.resource_ids or self.env["resource.resource"].create(
            {"name": user.name, "user_id": user.id, "company_id": self.company.id}
        )
        now = fields.Datetime.now()
        return self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "resource_id": resource[:1].id,
                "calendar_id": resource[:1].calendar_id.id,
                "date_from": now,
                "date_to": fields.Datetime.add(now, days=days),
            }
        )
