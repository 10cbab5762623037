from dataclasses import replace
from datetime import datetime, timedelta

from odoo.tests import BaseCase

from ...logic.ticket_merge import (
    ConversationClock,
    MergeFacts,
    find_merge_refusal,
    get_merged_clock,
)

NINE = datetime(2026, 3, 2, 9)
SOURCE = MergeFacts(ticket=1, kind="open", company=1, customer=7, email="a@x.example")
TARGET = MergeFacts(ticket=2, kind="open", company=1, customer=7, email="b@x.example")


class TestLogicTicketMerge(BaseCase):
    def test_refusals(self):
        cases = [
            # change of the source, change of the target, refusal
            ({}, {}, None),
            ({}, {"ticket": 1}, "same_ticket"),
            ({}, {"company": 2}, "other_company"),
            ({"merged": True}, {}, "source_merged"),
            ({}, {"merged": True}, "target_merged"),
            ({}, {"customer": 8}, "other_customer"),
            ({}, {"customer": 8, "email": "a@x.example"}, "other_customer"),
            ({}, {"customer": None}, "other_customer"),
            ({}, {"customer": None, "email": "a@x.example"}, None),
            ({"customer": None, "email": None}, {"customer": None}, "other_customer"),
            ({"kind": "solved"}, {}, "source_ended"),
            ({}, {"kind": "closed"}, None),
            ({}, {"kind": "cancelled"}, "target_cancelled"),
        ]
        for source, target, expected in cases:
            with self.subTest(source=source, target=target):
                refusal = find_merge_refusal(
                    replace(SOURCE, **source), replace(TARGET, **target)
                )
                self.assertEqual(refusal, expected)

    def test_oldest_question_waits_and_latest_messages_count(self):
        source = ConversationClock(
            unanswered_since=NINE, last_customer_message_date=NINE + timedelta(hours=3)
        )
        target = ConversationClock(
            unanswered_since=NINE + timedelta(hours=1),
            last_customer_message_date=NINE + timedelta(hours=1),
            last_agent_message_date=NINE + timedelta(minutes=5),
        )
        clock = get_merged_clock(source, target, NINE)
        self.assertEqual(clock.unanswered_since, NINE)
        self.assertEqual(clock.last_customer_message_date, NINE + timedelta(hours=3))
        self.assertEqual(clock.last_agent_message_date, NINE + timedelta(minutes=5))

    def test_answer_from_before_the_target_is_no_answer_to_it(self):
        source = ConversationClock(first_response_date=NINE - timedelta(hours=1))
        clock = get_merged_clock(source, ConversationClock(), NINE)
        self.assertIsNone(clock.first_response_date)
        own = ConversationClock(first_response_date=NINE + timedelta(hours=2))
        clock = get_merged_clock(source, own, NINE)
        self.assertEqual(clock.first_response_date, NINE + timedelta(hours=2))
