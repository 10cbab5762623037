import time

from odoo.tests import BaseCase

from ...logic.document_numbers import (
    MAX_NUMBERS,
    find_document_numbers,
    find_tracking_numbers,
    get_plain_text,
)


class TestLogicDocumentNumbers(BaseCase):
    def test_numbers_are_found_as_customers_write_them(self):
        for text, expected in {
            "order #s00042?": ["s00042"],
            "Re: S00042, WH/OUT/00007.": ["S00042", "WH/OUT/00007"],
            "INV / 2026 / 00012": ["INV/2026/00012"],
            "invoice INV/2026/\n00012": ["INV/2026/00012"],
            "S 00042 please": ["S00042"],
            "RE\u20112026\u20110012": ["RE-2026-0012"],
            "S\u200b00042": ["S00042"],
            "2026/00012": ["2026/00012"],
            "order no. 4711": ["4711"],
            "Bestellung Nr. 100042": ["100042"],
            "№100042": ["100042"],
        }.items():
            with self.subTest(text):
                self.assertEqual(list(find_document_numbers(text)), expected)

    def test_ordinary_text_has_no_numbers(self):
        for text in (
            "",
            "The lamp flickers.",
            "Call 0039 06 1234567 or write to 20123 Milano",
            "On 2026-03-02 at 10:30, or 02/03/2026",
            "I ordered 2 lamps of 40 W in 2026",
            "and/or, 24/7, A4",
        ):
            with self.subTest(text):
                self.assertEqual(find_document_numbers(text), ())

    def test_number_is_found_once_whatever_its_case(self):
        self.assertEqual(find_document_numbers("S00042 s00042 #S00042"), ("S00042",))

    def test_number_of_the_ticket_is_ignored(self):
        self.assertEqual(find_document_numbers("[T7-00042]", ignored="T7-00042"), ())

    def test_digits_long_after_the_word_order_are_no_number(self):
        text = "my order has not come to my new address, 20123 Milano"
        self.assertEqual(find_document_numbers(text), ())

    def test_tracking_numbers_are_long_and_have_digits(self):
        text = "parcel 1Z999AA10123456784, JD014600003 or 0034 0434 161, trackingnumber"
        found = find_tracking_numbers(text)
        self.assertEqual(found, ("1Z999AA10123456784", "JD014600003"))

    def test_markup_is_no_text(self):
        body = "<p>Order<b>&nbsp;S00042</b><a href='/my/orders/S00099'>here</a></p>"
        self.assertEqual(find_document_numbers(get_plain_text(body)), ("S00042",))

    def test_hostile_text_takes_no_time_and_stays_bounded(self):
        texts = [
            "<" * 10_000_000,
            "a/" * 5_000_000,
            "1" * 10_000_000,
            "order " * 2_000_000,
            " ".join(f"S{i:06d}" for i in range(100_000)),
        ]
        for text in texts:
            with self.subTest(text[:10]):
                started = time.process_time()
                found = find_document_numbers(get_plain_text(text))
                found += find_tracking_numbers(text)
                self.assertLess(time.process_time() - started, 1)
                self.assertLessEqual(len(found), 2 * MAX_NUMBERS)
