from datetime import date

from odoo.tests import BaseCase

from ...logic.delay_cause import DeliveryFacts, find_delay_cause, find_missing_part


def _day(number):
    return date(2026, 3, number)


class TestLogicDelayCause(BaseCase):
    """Promised for the 3rd of March, asked on the 10th, unless a case says else."""

    def _get_facts(self, today=10, promised=3, **facts):
        days = {
            name: _day(value) if type(value) is int else value
            for name, value in {"promised": promised, **facts}.items()
        }
        return DeliveryFacts(today=_day(today), **days)

    def test_cause_follows_from_the_dates(self):
        cases = [
            # facts, cause, what speaks for it
            ({}, "warehouse", "promised not_shipped"),
            ({"shipped": 6}, "warehouse", "promised shipped"),
            ({"shipped": 6, "delivered": 9}, "warehouse", "promised shipped"),
            ({"part_shipped": 2}, "warehouse", "promised part_shipped"),
            ({"shipped": 3}, "carrier", "promised shipped"),
            ({"shipped": 2, "delivered": 5}, "carrier", "promised shipped delivered"),
            ({"is_short": True}, "supplier", "promised not_shipped is_short"),
            (
                {"is_short": True, "part_shipped": 2, "supply_expected": 1},
                "supplier",
                "promised part_shipped is_short supply_expected",
            ),
            (
                {"shipped": 6, "supply_received": 5},
                "supplier",
                "promised supply_received shipped",
            ),
            # The goods were there in time: it is ours.
            ({"shipped": 6, "supply_received": 3}, "warehouse", "promised shipped"),
            # What is short now, after all has left, is another order's trouble.
            ({"shipped": 6, "is_short": True}, "warehouse", "promised shipped"),
            ({"is_unpaid": True}, "payment", "is_unpaid"),
            ({"is_unpaid": True, "promised": None}, "payment", "is_unpaid"),
            ({"paid": 5, "shipped": 6}, "payment", "promised paid"),
            ({"paid": 2, "shipped": 6}, "warehouse", "promised shipped"),
        ]
        for facts, cause, reasons in cases:
            with self.subTest(**facts):
                finding = find_delay_cause(self._get_facts(**facts))
                self.assertEqual(finding.cause, cause)
                self.assertEqual(" ".join(finding.reasons), reasons)

    def test_nothing_is_proposed_when_nothing_is_late_or_known(self):
        cases = [
            {"promised": None},
            {"today": 3},
            {"today": 2, "is_short": True},
            {"today": 3, "shipped": 2},
            {"shipped": 2, "delivered": 3},
            # Sent late and there in time all the same
            {"promised": 9, "shipped": 6, "delivered": 9},
            {"paid": 5, "shipped": 3, "delivered": 3},
        ]
        for facts in cases:
            with self.subTest(**facts):
                self.assertIsNone(find_delay_cause(self._get_facts(**facts)))

    def test_missing_part_is_on_backorder_whatever_was_promised(self):
        for facts, reasons in [
            ({"part_shipped": 2}, ("part_shipped",)),
            ({"part_shipped": 2, "is_short": True}, ("part_shipped", "is_short")),
            ({"part_shipped": 2, "promised": None}, ("part_shipped",)),
        ]:
            with self.subTest(**facts):
                finding = find_missing_part(self._get_facts(**facts))
                self.assertEqual(
                    (finding.cause, finding.reasons), ("backorder", reasons)
                )
        self.assertIsNone(find_missing_part(self._get_facts(shipped=6)))
