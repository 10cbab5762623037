from odoo.exceptions import AccessError, ValidationError

from .feedback_common import FeedbackCommon


class TestFeedbackTheme(FeedbackCommon):
    """What customers write about again and again (S-102)."""

    def setUp(self):
        super().setUp()
        themes = self.env["support.feedback.theme"]
        themes.search([]).action_archive()
        self.theme = themes.with_user(self.manager).create(
            {"name": "Delivery", "words": "courier, consegn"}
        )

    def _say(self, mark, words, user=None):
        partner = self.env["res.partner"].create(
            {"name": words, "email": f"{abs(hash(words))}@x.example"}
        )
        ticket = self._create_ticket(
            user_id=(user or self.agent).id, partner_id=partner.id
        )
        ticket.with_user(user or self.agent).action_solve()
        self._ask()
        invitation = self._get_invitations(ticket)
        invitation._record(mark, words)
        # As at the end of the request in which he answers.
        self.env.flush_all()
        return invitation.answer_id

    def _count(self, user):
        counts = self.theme.with_user(user).read(
            ["answer_count", "liked_count", "disliked_count", "score"]
        )[0]
        return tuple(counts[name] for name in list(counts)[1:])

    def test_counts_tell_liked_from_disliked(self):
        self._say(5, "Kind courier")
        self._say(1, "The COURIER threw it")
        self._say(2, "Consegna in ritardo")
        self._say(5, "Nice lamp")
        answer_count, liked, disliked, score = self._count(self.manager)
        self.assertEqual((answer_count, liked, disliked), (3, 1, 2))
        self.assertAlmostEqual(score, 100 * (1 + 0 + 0.25) / 3, 3)

    def test_counts_open_the_answers(self):
        answer = self._say(1, "The courier threw it")
        action = self.theme.with_user(self.manager).action_open_answers()
        rows = self.env[action["res_model"]].with_user(self.manager)
        self.env.flush_all()
        self.env.cr.execute(
            "select * from support_feedback_theme_survey_user_input_rel"
        )
        self.assertEqual(rows.search(action["domain"]).answer_id, answer)

    def test_agents_count_what_was_said_about_their_own_help(self):
        self._say(1, "The courier threw it")
        self._say(1, "No courier came", user=self.agent_own)
        self.assertEqual(self._count(self.agent)[0], 1)
        self.assertEqual(self._count(self.manager)[0], 2)

    def test_other_words_find_their_answers_again(self):
        answer = self._say(1, "The lamp was wet")
        self.assertFalse(answer.support_theme_ids)
        self.theme.words = "wet"
        self.assertEqual(answer.support_theme_ids, self.theme)
        self.theme.action_archive()
        self.assertFalse(answer.support_theme_ids)

    def test_words_of_one_letter_are_refused(self):
        for words in ("a, courier", " , "):
            with self.assertRaises(ValidationError):
                self.theme.words = words

    def test_agents_change_no_themes(self):
        with self.assertRaises(AccessError):
            self.theme.with_user(self.agent).words = "lamp"
