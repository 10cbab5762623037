from odoo.tests import BaseCase

from ...logic.return_eligibility import Finding, Verdict
from ...logic.return_simulation import (
    classify,
    compare,
    find_reason,
    get_fee,
    get_freight,
)

REFUSED = Verdict(False, reasons=(Finding("window_over"), Finding("assumed", False)))
DOUBTED = Verdict(
    True,
    reasons=(Finding("window_open", False), Finding("approve_value", False)),
    fee_percent=10.0,
    freight_amount=6.9,
)
AUTOMATIC = Verdict(True, automatic=True, reasons=(Finding("window_open", False),))


class TestLogicReturnSimulation(BaseCase):
    """What a simulated policy changes."""

    def test_verdict_is_one_of_three(self):
        for verdict, expected in (
            (REFUSED, "refused"),
            (DOUBTED, "approval"),
            (AUTOMATIC, "automatic"),
        ):
            self.assertEqual(classify(verdict), expected)

    def test_change_is_what_the_customer_feels(self):
        for promised, outcome, change in (
            ("refused", "refused", "same"),
            ("refused", "approval", "opened"),
            ("refused", "automatic", "opened"),
            ("approval", "refused", "closed"),
            ("automatic", "refused", "closed"),
            ("approval", "automatic", "eased"),
            ("automatic", "approval", "tightened"),
        ):
            with self.subTest(promised=promised, outcome=outcome):
                self.assertEqual(compare(promised, outcome), change)

    def test_reason_is_what_decided(self):
        for verdict, expected in (
            (REFUSED, "window_over"),
            (DOUBTED, "approve_value"),
            (AUTOMATIC, None),
        ):
            self.assertEqual(find_reason(verdict), expected)

    def test_only_what_is_accepted_costs_the_customer(self):
        self.assertAlmostEqual(get_fee(DOUBTED, 50.0), 5.0)
        self.assertAlmostEqual(get_freight(DOUBTED), 6.9)
        refused = REFUSED._replace(fee_percent=10.0, freight_amount=6.9)
        self.assertEqual((get_fee(refused, 50.0), get_freight(refused)), (0.0, 0.0))
