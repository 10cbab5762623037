from datetime import datetime, timedelta

from odoo.tests import BaseCase

from ...logic.ticket_similarity import (
    TicketFacts,
    find_probable_duplicate,
    get_subject_similarity,
)

NOW = datetime(2026, 3, 2, 9)


def _facts(ticket, subject, days=0, order=None):
    return TicketFacts(ticket, subject, NOW - timedelta(days=days), order)


class TestLogicTicketSimilarity(BaseCase):
    def test_subject_similarity(self):
        cases = [
            ("The lamp flickers", "the LAMP flickers!", 1.0),
            ("The lamp flickers", "Re: Fwd: The lamp flickers", 1.0),
            ("The lamp flickers", "AW: [T00042] The lamp flickers", 1.0),
            ("Où est ma commande", "Ou est ma commande ?", 1.0),
            ("注文はどこですか", "注文はどこですか", 1.0),
            ("The lamp flickers", "Invoice missing", 0.0),
            ("", "", 0.0),
            ("Re:", "Re:", 0.0),
        ]
        for one, other, expected in cases:
            with self.subTest(one=one, other=other):
                self.assertEqual(get_subject_similarity(one, other), expected)

    def test_duplicates(self):
        ticket = _facts(9, "Parcel has not arrived", order=5)
        cases = [
            # candidates, expected
            ([], None),
            ([_facts(1, "Re: Parcel has not arrived")], 1),
            ([_facts(1, "Parcel has not arrived", days=15)], None),
            ([_facts(1, "My parcel")], None),
            ([_facts(1, "Where is my parcel", order=5)], None),
            ([_facts(1, "Parcel not here", order=5)], 1),
            ([_facts(1, "Parcel not here", order=6)], None),
            (
                [
                    _facts(2, "Parcel has not arrived"),
                    _facts(1, "parcel HAS not arrived"),
                ],
                1,
            ),
            (
                [
                    _facts(1, "Parcel not arrived"),
                    _facts(2, "Parcel not here", order=5),
                ],
                2,
            ),
        ]
        for candidates, expected in cases:
            with self.subTest(candidates=candidates):
                self.assertEqual(
                    find_probable_duplicate(ticket, candidates, 14), expected
                )
