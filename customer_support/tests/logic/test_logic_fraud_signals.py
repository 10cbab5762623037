from odoo.tests import BaseCase

from ...logic.fraud_signals import Limits, Trade, find_signals

LIMITS = Limits(share=0.4, strong_share=0.7, returns=3)
GOOD = Trade(bought=1000.0, returned=100.0, orders=9, returns=4)
MUCH = Trade(bought=1000.0, returned=400.0, orders=9, returns=3)
ALMOST_ALL = Trade(bought=1000.0, returned=700.0, orders=9, returns=3)


class TestLogicFraudSignals(BaseCase):
    """Figures that ask for a second look."""

    def _find(self, own=GOOD, at_address=(), with_token=(), limits=LIMITS, proof=None):
        signals = find_signals(own, at_address, with_token, limits, proof)
        return [(signal.code, signal.is_strong) for signal in signals]

    def test_share_and_number_of_returns_make_a_signal(self):
        for own, expected in (
            (GOOD, []),
            (MUCH, [("returns", False)]),
            (ALMOST_ALL, [("returns", True)]),
            (Trade(1000.0, 399.0, 9, 9), []),
            (Trade(1000.0, 1000.0, 2, 2), []),
            (Trade(0.0, 0.0, 0, 5), []),
            (Trade(), []),
        ):
            with self.subTest(own=own):
                self.assertEqual(self._find(own), expected)

    def test_others_count_when_they_send_much_back(self):
        for others, expected in (
            ([], []),
            ([GOOD], []),
            ([GOOD, MUCH], [("address", False)]),
            ([MUCH, ALMOST_ALL], [("address", True)]),
        ):
            with self.subTest(others=others):
                self.assertEqual(self._find(at_address=others), expected)
        self.assertEqual(self._find(with_token=[MUCH]), [("token", False)])

    def test_words_get_the_figures_of_the_most_unusual(self):
        [signal] = find_signals(GOOD, [MUCH, ALMOST_ALL], [], LIMITS)
        self.assertEqual(signal.values["customers"], 2)
        self.assertEqual((signal.values["percent"], signal.values["returns"]), (70, 3))

    def test_denied_delivery_with_a_proof_is_strong_and_comes_first(self):
        self.assertEqual(
            self._find(MUCH, proof="3 March"),
            [("denied_delivery", True), ("returns", False)],
        )

    def test_zero_switches_off(self):
        self.assertEqual(self._find(ALMOST_ALL, limits=Limits(0, 0.7, 3)), [])
        self.assertEqual(
            self._find(ALMOST_ALL, limits=Limits(0.4, 0, 3)), [("returns", False)]
        )
