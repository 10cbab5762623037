from random import Random

from .feedback_common import FeedbackCommon


class TestFeedbackMonth(FeedbackCommon):
    def test_month_of_closings_never_asks_anybody_twice_in_his_rest(self):
        """Some solve daily, some come back; two programs; two addresses are one."""
        random = Random(7)
        self.program.rest_days = 10
        self._create_program(
            metric="nps",
            sequence=1,
            rest_days=10,
            delay_hours=2,
            team_ids=[(6, 0, self.second_team.ids)],
        )
        partners = self.env["res.partner"].create(
            [{"name": f"P{n}", "email": f"p{n}@x.example"} for n in range(8)]
        )
        twin = self.env["res.partner"].create(
            {"name": "P0 again", "email": "P0@X.example"}
        )
        everybody = partners | twin
        for _day in range(40):
            for _number in range(3):
                ticket = self._create_ticket(
                    user_id=self.agent.id,
                    partner_id=random.choice(everybody).id,
                    team_id=random.choice(self.team | self.second_team).id,
                )
                self._solve(ticket)
                if random.random() < 0.2:
                    ticket.with_user(self.agent).action_reopen()
            self._ask(hours=24)
        self.assertRested()

    def assertRested(self):
        sent = self.env["support.feedback.invitation"].search(
            [("state", "=", "sent")], order="sent_date, id"
        )
        self.assertGreater(len(sent), 20)
        last = {}
        for invitation in sent:
            address = invitation.email_normalized
            before = last.get(address)
            if before:
                self.assertGreaterEqual((invitation.sent_date - before).days, 10)
            last[address] = invitation.sent_date
            self.assertIn(invitation.ticket_id.stage_kind, ("solved", "closed"))
