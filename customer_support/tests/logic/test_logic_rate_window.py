from odoo.tests import BaseCase

from ...logic.rate_window import RateWindow


class TestLogicRateWindow(BaseCase):
    def test_limit_holds_within_the_period_and_no_longer(self):
        window = RateWindow(limit=2, period=60)
        allowed = [window.allows("mia", now) for now in (0, 59, 59.9, 60, 61, 62)]
        self.assertEqual(allowed, [True, True, False, True, True, False])

    def test_keys_do_not_share_a_limit(self):
        window = RateWindow(limit=1, period=60)
        self.assertTrue(window.allows("mia", 0))
        self.assertTrue(window.allows("leo", 0))
        self.assertFalse(window.allows("mia", 1))

    def test_memory_is_bounded_and_the_oldest_is_forgotten(self):
        window = RateWindow(limit=1, period=60, size=2)
        for key in ("mia", "leo", "ana"):
            window.allows(key, 0)
        self.assertTrue(window.allows("mia", 1))
        self.assertFalse(window.allows("ana", 1))
