from .feedback_common import FeedbackCommon


class TestFeedbackAnonymous(FeedbackCommon):
    def setUp(self):
        super().setUp()
        self.program.is_anonymous = True

    def _answer(self):
        invitation = self._invite()
        ticket = invitation.ticket_id
        invitation._record(1, "Unfriendly")
        answer = self.env["survey.user_input"].search(
            [("survey_id", "=", self.program.survey_id.id)]
        )
        return ticket, answer

    def test_answer_knows_the_program_and_the_month_only(self):
        _ticket, answer = self._answer()
        self.assertEqual(
            (answer.support_mark, answer.support_comment), (1, "Unfriendly")
        )
        for name in (
            "partner_id",
            "email",
            "nickname",
            "support_ticket_id",
            "support_team_id",
            "support_user_id",
            "support_category_id",
            "support_order_id",
            "start_datetime",
            "end_datetime",
        ):
            self.assertFalse(answer[name], name)

    def test_no_instant_is_left_on_the_answer(self):
        _ticket, answer = self._answer()
        for record in (answer, *answer.user_input_line_ids):
            for name in ("create_date", "write_date"):
                self.assertEqual(f"{record[name]:%d %H:%M:%S}", "01 00:00:00")
        self.assertFalse(answer.message_ids)

    def test_nothing_is_left_on_the_side_of_the_customer(self):
        ticket, answer = self._answer()
        self.assertFalse(self._get_invitations(ticket))
        self.assertFalse(
            self.env["support.feedback.followup"].search(
                [("ticket_id", "=", ticket.id)]
            )
        )
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT attrelid::regclass::text, attname FROM pg_attribute "
            "JOIN pg_constraint ON conrelid = attrelid AND attnum = ANY(conkey) "
            "WHERE contype = 'f' AND confrelid = 'survey_user_input'::regclass"
        )
        for table, column in self.env.cr.fetchall():
            if table.startswith(("survey_", "support_feedback_theme_")):
                continue  # the questions, the answers to them, and their words
            self.env.cr.execute(
                f'SELECT count(*) FROM {table} WHERE "{column}" = %s',  # noqa: S608
                (answer.id,),
            )
            self.assertEqual(self.env.cr.fetchone(), (0,), (table, column))

    def test_person_is_left_in_peace_all_the_same(self):
        self._answer()
        again = self._solve()
        self._ask()
        self.assertEqual(self._get_invitations(again).obstacle, "rest")

    def test_it_is_counted(self):
        self._answer()
        figures = self.env["support.feedback.report"]._get_satisfaction(
            [("program_id", "=", self.program.id)]
        )
        self.assertEqual(figures["csat"]["distribution"], {1: 1})
        self.assertEqual(figures["response"].count, 0)
