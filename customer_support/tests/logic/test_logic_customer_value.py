from odoo.tests import BaseCase

from ...logic.customer_value import (
    DocumentGroup,
    get_due,
    get_settled,
)

EURO, DOLLAR = 1, 2


class TestLogicCustomerValue(BaseCase):
    def _convert(self, amount):
        return amount * 2

    def _group(self, move_type, currency, total, residual):
        sign = -1 if move_type == "out_refund" else 1
        return DocumentGroup(
            move_type, currency, total, residual, sign * total / 2, sign * residual / 2
        )

    def test_own_currency_counts_as_on_the_papers(self):
        groups = [self._group("out_invoice", EURO, 100, 30)]
        self.assertEqual(get_due(groups, EURO, lambda amount: 0), 30)
        self.assertEqual(get_settled(groups, EURO, lambda amount: 0), 70)

    def test_other_currencies_are_converted_from_the_companys(self):
        groups = [self._group("out_invoice", DOLLAR, 100, 30)]
        self.assertEqual(get_due(groups, EURO, self._convert), 30)
        self.assertEqual(get_settled(groups, EURO, self._convert), 70)

    def test_credit_note_takes_away_in_every_currency(self):
        for currency in (EURO, DOLLAR):
            groups = [
                self._group("out_invoice", currency, 100, 0),
                self._group("out_refund", currency, 40, 40),
            ]
            with self.subTest(currency):
                self.assertEqual(get_due(groups, EURO, self._convert), -40)
                self.assertEqual(get_settled(groups, EURO, self._convert), 100)

    def test_nothing_is_worth_nothing(self):
        self.assertEqual(get_due([], EURO, self._convert), 0)
