from odoo.tests import BaseCase

from ...logic.proactive import Known, decide


class TestLogicProactive(BaseCase):
    """Who is written to before he asks."""

    def test_decision_follows_action_and_customer(self):
        for action, known, expected in (
            ("mail", Known(), (True, False, None)),
            ("ticket", Known(), (False, True, None)),
            ("both", Known(), (True, True, None)),
            ("both", Known(has_open_ticket=True), (False, False, "open_ticket")),
            ("ticket", Known(has_open_ticket=True), (False, False, "open_ticket")),
            ("mail", Known(has_address=False), (False, False, "no_address")),
            ("both", Known(has_address=False), (False, True, "no_address")),
            ("ticket", Known(has_address=False), (False, True, None)),
            ("mail", Known(has_declined=True), (False, False, "declined")),
            ("both", Known(has_declined=True), (False, True, "declined")),
        ):
            with self.subTest(action=action, known=known):
                decision = decide(action, known)
                found = (decision.writes, decision.opens_ticket, decision.obstacle)
                self.assertEqual(found, expected)
