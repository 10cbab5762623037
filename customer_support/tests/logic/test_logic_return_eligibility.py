from datetime import date, timedelta

from odoo.tests import BaseCase

from ...logic.return_eligibility import (
    LineFacts,
    Request,
    Terms,
    find_window_end,
    judge_cancellation,
    judge_return,
)

ORDERED = date(2026, 3, 2)
SHIPPED = ORDERED + timedelta(days=3)
DELIVERED = ORDERED + timedelta(days=5)
BROKEN, DISLIKED = 1, 2


def _facts(**changes):
    values = {
        "today": DELIVERED + timedelta(days=10),
        "ordered": ORDERED,
        "shipped": SHIPPED,
        "delivered": DELIVERED,
        "returnable": 2.0,
        "unit_value": 50.0,
    }
    return LineFacts(**{**values, **changes})


def _codes(verdict):
    return " ".join(finding.code for finding in verdict.reasons if finding.blocking)


class TestLogicReturnEligibility(BaseCase):
    """Two pieces of 50.00 arrived on the 7th of March and are judged 10 days later."""

    def test_window_starts_when_it_arrived_else_when_it_should_have(self):
        terms = Terms(window_days=14, transit_days=4)
        cases = [
            # facts, days after the order on which the window ends
            ({}, 5 + 14),
            ({"delivered": None}, 3 + 4 + 14),
            ({"delivered": None, "shipped": None}, 14),
        ]
        for changes, days in cases:
            with self.subTest(changes=changes):
                end = find_window_end(terms, _facts(**changes))
                self.assertEqual(end, ORDERED + timedelta(days=days))

    def test_season_extends_and_never_shortens(self):
        season = {"season_from": ORDERED, "season_until": DELIVERED}
        late, early = date(2026, 6, 1), date(2026, 3, 8)
        usual = DELIVERED + timedelta(days=30)
        cases = [
            # deadline, day of arrival, end
            (late, DELIVERED, late),
            (early, DELIVERED, usual),
            (late, DELIVERED + timedelta(days=1), usual + timedelta(days=1)),
        ]
        for deadline, delivered, end in cases:
            with self.subTest(deadline=deadline, delivered=delivered):
                terms = Terms(season_deadline=deadline, **season)
                facts = _facts(delivered=delivered)
                self.assertEqual(find_window_end(terms, facts), end)

    def test_return_is_refused_with_every_reason(self):
        over = DELIVERED + timedelta(days=31)
        final = {"final_sale": True, "excepted_reason_ids": frozenset([BROKEN])}
        cases = [
            # terms, facts, request, codes
            ({}, {}, None, ""),
            ({}, {"today": DELIVERED + timedelta(days=30)}, None, ""),
            ({}, {"today": over}, None, "window_over"),
            ({}, {"returnable": 0.0}, None, "nothing_returnable"),
            ({}, {}, Request(2.0), ""),
            ({}, {}, Request(3.0), "quantity"),
            ({}, {}, Request(0.0), "quantity"),
            ({}, {}, Request(-1.0), "quantity"),
            ({}, {}, Request(float("nan")), "quantity"),
            (final, {}, None, "final_sale"),
            (final, {}, Request(1.0, DISLIKED), "final_sale"),
            (final, {}, Request(1.0, BROKEN), ""),
            (final, {"today": over}, Request(1.0), "final_sale window_over"),
            (final, {"today": over}, Request(1.0, BROKEN), "window_over"),
        ]
        for terms, facts, request, codes in cases:
            with self.subTest(terms=terms, facts=facts, request=request):
                verdict = judge_return(Terms(**terms), _facts(**facts), request)
                self.assertEqual(_codes(verdict), codes)
                self.assertEqual(verdict.allowed, not codes)

    def test_line_without_policy_is_refused(self):
        self.assertEqual(_codes(judge_return(None, _facts())), "no_policy")
        self.assertFalse(judge_cancellation(None, _facts(unshipped=1.0)).allowed)

    def test_return_is_automatic_within_all_bounds_only(self):
        only_broken = frozenset([BROKEN])
        cases = [
            # terms, facts, request, automatic
            ({}, {}, Request(1.0), False),
            ({"automatic_value": 50.0}, {}, Request(1.0), True),
            ({"automatic_value": 50.0}, {}, Request(2.0), False),
            (
                {"automatic_value": 50.0, "automatic_ratio": 0.3},
                {"returned_ratio": 0.4},
                Request(1.0),
                False,
            ),
            (
                {"automatic_value": 50.0, "automatic_ratio": 0.4},
                {"returned_ratio": 0.4},
                Request(1.0),
                True,
            ),
            (
                {"automatic_value": 50.0, "automatic_reason_ids": only_broken},
                {},
                Request(1.0, DISLIKED),
                False,
            ),
            (
                {"automatic_value": 50.0, "automatic_reason_ids": only_broken},
                {},
                Request(1.0, BROKEN),
                True,
            ),
        ]
        for terms, facts, request, automatic in cases:
            with self.subTest(terms=terms, facts=facts, request=request):
                verdict = judge_return(Terms(**terms), _facts(**facts), request)
                self.assertTrue(verdict.allowed)
                self.assertEqual(verdict.automatic, automatic)

    def test_customer_pays_only_when_nobody_else_is_to_blame(self):
        terms = Terms(fee_percent=10.0, freight_payer="customer", freight_amount=6.9)
        cases = [
            # fault, payer of the reason, fee, payer, freight
            ("customer", None, 10.0, "customer", 6.9),
            ("company", None, 0.0, "company", 0.0),
            ("carrier", None, 0.0, "company", 0.0),
            ("customer", "company", 10.0, "company", 0.0),
        ]
        for fault, payer, *expected in cases:
            with self.subTest(fault=fault, payer=payer):
                request = Request(1.0, fault=fault, freight_payer=payer)
                verdict = judge_return(terms, _facts(), request)
                actual = [
                    verdict.fee_percent,
                    verdict.freight_payer,
                    verdict.freight_amount,
                ]
                self.assertEqual(actual, expected)

    def test_customer_keeps_what_is_worth_less_than_the_way_back(self):
        terms = Terms(keep_below=60.0)
        self.assertTrue(judge_return(terms, _facts(), Request(1.0)).keep_item)
        self.assertFalse(judge_return(terms, _facts(), Request(2.0)).keep_item)

    def test_what_is_not_worth_the_way_back_may_be_kept(self):
        terms = Terms(return_cost=12.0, outcomes=("refund", "keep_item"))
        for unit_resale, quantity, keeps in (
            (5.0, 1.0, True),
            (5.0, 2.0, True),
            (5.0, 3.0, False),
            (12.0, 1.0, False),
            (0.0, 1.0, False),  # nobody knows what it is worth
        ):
            with self.subTest(unit_resale=unit_resale, quantity=quantity):
                facts = _facts(unit_resale=unit_resale, returnable=9.0)
                verdict = judge_return(terms, facts, Request(quantity))
                self.assertEqual(verdict.keep_item, keeps)
                self.assertEqual("keep_item" in verdict.outcomes, keeps)
                self.assertEqual(verdict.resale_value, unit_resale * quantity)

    def test_cancellation_is_for_what_the_warehouse_has_not_packed(self):
        cases = [
            # terms, facts, codes
            ({}, {"unshipped": 1.0}, ""),
            ({}, {"unshipped": 0.0}, "nothing_unshipped"),
            ({}, {"unshipped": 1.0, "is_picked": True}, "packed"),
            ({"can_cancel": False}, {"unshipped": 1.0}, "cancellation_closed"),
        ]
        for terms, facts, codes in cases:
            with self.subTest(terms=terms, facts=facts):
                verdict = judge_cancellation(Terms(**terms), _facts(**facts))
                self.assertEqual(_codes(verdict), codes)
                self.assertEqual(verdict.allowed, not codes)
