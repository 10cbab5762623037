from .feedback_common import FeedbackCommon


class TestFeedbackReport(FeedbackCommon):
    def _rate(self, *marks, **values):
        for number, mark in enumerate(marks):
            partner = self.env["res.partner"].create(
                {"name": f"P{number}", "email": f"p{number}-{mark}@x.example"}
            )
            invitation = self._invite(partner_id=partner.id, **values)
            if mark is not None:
                invitation._record(mark)

    def test_figures_match_the_count_by_hand(self):
        self._rate(5, 4, 3, 1, None)
        figures = self.env["support.feedback.report"]._get_satisfaction(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(figures["csat"]["figure"].value, 0.5)
        self.assertEqual(figures["csat"]["distribution"], {5: 1, 4: 1, 3: 1, 1: 1})
        self.assertEqual(figures["response"].value, 0.8)
        self.assertIsNone(figures["nps"]["figure"].value)

    def test_pivot_agrees(self):
        self._rate(5, 1)
        groups = self.env["support.feedback.report"]._read_group(
            [("company_id", "=", self.company.id)],
            ["user_id"],
            ["satisfied_percent:avg", "response_percent:avg", "answered:sum"],
        )
        self.assertEqual(groups, [(self.agent, 50.0, 100.0, 2)])

    def test_nps_is_the_mean_of_its_column(self):
        self.program.active = False
        self._create_program(metric="nps")
        self._rate(10, 9, 7, 6)
        [(nps,)] = self.env["support.feedback.report"]._read_group(
            [("metric", "=", "nps")], [], ["net_promoter:avg"]
        )
        self.assertEqual(nps, 25.0)

    def test_speed_of_the_first_answer_is_beside_the_score(self):
        ticket = self._create_ticket(user_id=self.agent.id)
        self._customer_writes(ticket)
        self._wait(hours=3)
        self._agent_answers(ticket)
        self._solve(ticket)
        self._ask()
        row = self.env["support.feedback.report"].search(
            [("ticket_id", "=", ticket.id)]
        )
        self.assertEqual(row.speed, "hours")

    def test_words_are_searchable(self):
        self._invite()._record(2, "The courier was unfriendly")
        rows = self.env["support.feedback.report"].search(
            [("comment", "ilike", "courier")]
        )
        self.assertEqual(len(rows), 1)
