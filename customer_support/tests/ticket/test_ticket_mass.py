from odoo.tests import tagged

from ..common import SupportCommon


@tagged("post_install", "-at_install")
class TestTicketMass(SupportCommon):
    """Acting on a selection costs the same searches for four tickets as for forty."""

    def _count_queries(self, tickets, action):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action(tickets.with_user(self.agent))
        self.env.flush_all()
        self.env.cr.precommit.run()
        return self.env.cr.sql_log_count - before

    def _create_many(self, count, **values):
        base = {"name": "Many", "team_id": self.team.id, "partner_id": self.customer.id}
        return self.env["support.ticket"].create([{**base, **values}] * count)

    def _assert_flat(self, action, allowed_per_ticket, **values):
        action(self._create_many(2, **values).with_user(self.agent))
        self.env.cr.precommit.run()
        few = self._count_queries(self._create_many(4, **values), action)
        many = self._count_queries(self._create_many(24, **values), action)
        slope = (many - few) / 20
        self.assertLessEqual(slope, allowed_per_ticket, f"{few} and {many} queries")

    def test_assigning_a_selection(self):
        self._assert_flat(lambda tickets: tickets.action_assign_to_me(), 1)

    def test_moving_a_selection(self):
        stage = self.env["support.stage"]._find_for_kind("open")
        self._assert_flat(lambda tickets: tickets.write({"stage_id": stage.id}), 1)

    def test_solving_a_selection(self):
        self._assert_flat(lambda tickets: tickets.action_solve(), 1)

    def test_marking_a_selection_as_spam(self):
        self._assert_flat(lambda tickets: tickets.action_mark_spam(), 1)

    def test_snoozing_a_selection(self):
        self._assert_flat(lambda tickets: tickets._set_snooze(until_reply=True), 0.5)

    def test_merging_a_selection(self):
        self._assert_flat(lambda tickets: tickets[1:]._merge_into(tickets[0]), 40)
