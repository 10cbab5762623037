from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .sla_common import SlaCommon


@tagged("post_install", "-at_install")
class TestSlaSpeed(SlaCommon):
    """Budgets: what service levels add, at two sizes."""

    def _count(self, function, *args):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function(*args)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _create_many(self, count):
        return self.env["support.ticket"].create(
            [
                {
                    "name": f"Lamp {number}",
                    "partner_id": self.customer.id,
                    "team_id": self.team.id,
                    "channel_id": self.mail.id,
                }
                for number in range(count)
            ]
        )

    def _create_policies(self, count):
        """Create so many policies; only the last one in the order matches."""
        tag = self.env["support.tag"].create({"name": f"Tag {count}"})
        for _number in range(count - 1):
            self._create_policy(targets={"resolution": 240}, tag_ids=tag.ids)
        self._create_policy(
            targets={"first_response": 60, "resolution": 480}, sequence=99
        )

    def test_two_hundred_policies_cost_a_new_ticket_what_one_costs(self):
        self._create_mail()
        plain = self._count(self._create_mail)
        self._create_policies(1)
        self._create_mail()
        one = self._count(self._create_mail)
        self._create_policies(200)
        self._create_mail()
        many = self._count(self._create_mail)
        self.assertEqual(one, many)
        self.assertLessEqual(one - plain, 5)

    def test_clocks_of_many_new_tickets_are_made_in_one_go(self):
        self._create_many(2)
        plain = [self._count(self._create_many, count) for count in (10, 50)]
        self._create_policies(1)
        self._create_many(2)
        timed = [self._count(self._create_many, count) for count in (10, 50)]
        added = [full - bare for full, bare in zip(timed, plain, strict=True)]
        self.assertLessEqual(max(added), 5)

    def test_job_costs_what_is_due_not_what_is_open(self):
        self._freeze()
        self._create_policies(1)
        self._create_many(5)
        self._run_cron("ir_cron_fire_sla_steps")
        self._go_to(2, 9, 55)
        clocks = self.env["support.sla.clock"]
        few = self._count(clocks._get_due_clocks)
        self._create_many(60)
        many = self._count(clocks._get_due_clocks)
        self.assertEqual(few, many)
        self.assertEqual(len(clocks._get_due_clocks()), 5)

    def test_due_clocks_are_found_by_the_index(self):
        self._create_policies(1)
        self._create_many(2)
        self.env.flush_all()
        # Few rows would be sorted rather than read in their order.
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute("SET LOCAL enable_sort = off")
        now = fields.Datetime.now() + timedelta(days=1)
        self.env.cr.execute(
            """EXPLAIN SELECT id FROM support_sla_clock WHERE state = 'running'
               AND wake_date <= %s ORDER BY wake_date, id LIMIT 200""",
            [now],
        )
        plan = " ".join(row[0] for row in self.env.cr.fetchall())
        self.assertIn("support_sla_clock_wake_idx", plan)
