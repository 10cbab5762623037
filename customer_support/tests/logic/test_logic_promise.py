from datetime import datetime, timedelta

from odoo.tests import BaseCase, tagged

from ...logic.promise import Promise, get_broken, get_verdict, get_wake

MADE = datetime(2026, 3, 2, 9)
HOUR = timedelta(hours=1)
DUE = MADE + 8 * HOUR
SECOND = timedelta(seconds=1)


@tagged("post_install", "-at_install")
class TestLogicPromise(BaseCase):
    def test_verdict_follows_from_the_instants(self):
        for values, now, verdict in (
            ({}, DUE, "open"),
            ({}, DUE + SECOND, "broken"),
            ({"kept": DUE}, DUE + HOUR, "kept"),
            ({"kept": DUE + SECOND}, DUE + HOUR, "broken"),
            ({"cancelled": DUE - HOUR}, DUE + HOUR, "cancelled"),
            ({"cancelled": DUE + HOUR}, DUE + HOUR, "broken"),
            ({"kept": DUE - HOUR, "broken": DUE}, DUE + HOUR, "broken"),
        ):
            promise = Promise(MADE, DUE, **values)
            with self.subTest(**values):
                self.assertEqual(get_verdict(promise, now), verdict)
                is_broken = verdict == "broken"
                self.assertEqual(get_broken(promise, now), DUE if is_broken else None)

    def test_wakes_for_the_reminder_then_for_the_breach(self):
        warn_at = DUE - 2 * HOUR
        after = DUE + SECOND
        for values, expected in (
            ({}, warn_at),
            ({"warned": warn_at}, after),
            ({"broken": DUE}, None),
            ({"kept": MADE + HOUR}, None),
            ({"cancelled": MADE + HOUR}, None),
        ):
            with self.subTest(**values):
                self.assertEqual(
                    get_wake(Promise(MADE, DUE, **values), warn_at), expected
                )

    def test_promise_at_short_notice_is_not_reminded_of(self):
        promise = Promise(MADE, DUE)
        self.assertEqual(get_wake(promise, MADE), DUE + SECOND)
