from dataclasses import replace
from datetime import date

from odoo.tests import BaseCase

from ...logic.automation_gate import (
    Evidence,
    Limits,
    Recent,
    get_demotion,
    get_refusals,
)

TODAY = date(2026, 3, 2)
LIMITS = Limits(
    min_uses=30, threshold=0.7, lower_threshold=0.6, review_days=90, recent_uses=20
)
EARNED = Evidence(closed=36, decided=40, reviewed_on=date(2026, 2, 2))


class TestLogicAutomationGate(BaseCase):
    def _get_reasons(self, **changes):
        evidence = replace(EARNED, **changes)
        return [refusal.reason for refusal in get_refusals(evidence, LIMITS, TODAY)]

    def test_earned_template_passes(self):
        self.assertEqual(self._get_reasons(), [])

    def test_each_lack_is_named(self):
        cases = [
            ({"decided": 29, "closed": 29}, ["few_uses"]),
            ({"closed": 33}, ["low_rate"]),
            ({"closed": 0, "decided": 0}, ["few_uses", "low_rate"]),
            ({"reviewed_on": None}, ["old_review"]),
            ({"reviewed_on": date(2025, 12, 1)}, ["old_review"]),
            ({"reviewed_on": date(2026, 3, 3)}, ["old_review"]),
            ({"is_published": False}, ["unpublished"]),
            ({"has_rules": False}, ["no_rules"]),
            ({"unfit_variables": ("agent.name",)}, ["variables"]),
        ]
        for changes, expected in cases:
            with self.subTest(changes=changes):
                self.assertEqual(self._get_reasons(**changes), expected)

    def test_rate_itself_is_not_enough(self):
        """28 of 36 is 78 %, yet the truth may be 62 %."""
        self.assertEqual(self._get_reasons(closed=28, decided=36), ["low_rate"])

    def test_pending_uses_do_not_count(self):
        refusals = get_refusals(
            replace(EARNED, closed=20, decided=20, pending=30), LIMITS, TODAY
        )
        self.assertEqual([refusal.reason for refusal in refusals], ["few_uses"])
        self.assertEqual(refusals[0].figures["pending"], 30)

    def test_automation_stops_when_it_no_longer_closes(self):
        cases = [
            # (recent, stops)
            (Recent(), False),
            (Recent(uses=20, decided=20, closed=12, failed=8), False),
            (Recent(uses=20, decided=20, closed=11, failed=9), True),
            # Nobody asked again, but the tickets stayed open
            (Recent(uses=20, decided=10, closed=5), True),
            # Too few to judge
            (Recent(uses=9, failed=9), False),
            # Failures are known before the window has passed
            (Recent(uses=10, failed=5), True),
            (Recent(uses=10, failed=4), False),
            (Recent(uses=1, score=0.2), True),
            (Recent(uses=1, score=0.9), False),
        ]
        for recent, stops in cases:
            with self.subTest(recent=recent):
                self.assertEqual(bool(get_demotion(recent, LIMITS)), stops)
