from odoo.tests import BaseCase, tagged

from ...logic import mail_classify, mail_gate
from ...logic.mail_classify import Verdict
from ...logic.mail_gate import (
    COLLEAGUE,
    CUSTOMER,
    FAIL,
    PASS,
    STRANGER,
    UNKNOWN,
    Facts,
)
from ...logic.mail_repair import Mail

PERSON = Verdict(mail_classify.PERSON)
AWAY = Verdict(mail_classify.AUTO_REPLY)
BOUNCE = Verdict(mail_classify.BOUNCE)


@tagged("post_install", "-at_install")
class TestLogicMailGate(BaseCase):
    """What becomes of a mail, as a table."""

    def test_decisions(self):
        ticket = {"has_ticket": True, "by_reference": True}
        for expected, facts in (
            (("new", ""), Facts(PERSON)),
            (("refuse", "own"), Facts(PERSON, is_own=True)),
            (("hold", "flood"), Facts(PERSON, is_flood=True)),
            (("refuse", "auto_reply"), Facts(AWAY)),
            (("refuse", "bounce"), Facts(BOUNCE)),
            (("returned", "returned"), Facts(BOUNCE, is_returned_ours=True, **ticket)),
            (("reply", ""), Facts(PERSON, role=CUSTOMER, **ticket)),
            (("follow_up", ""), Facts(PERSON, role=CUSTOMER, is_ended=True, **ticket)),
            (("note", "auto_reply"), Facts(AWAY, role=CUSTOMER, **ticket)),
            (("hold", "stranger"), Facts(PERSON, role=STRANGER, **ticket)),
            (("hold", "stranger"), Facts(AWAY, role=STRANGER, **ticket)),
            (("new", ""), Facts(PERSON, has_ticket=True, role=STRANGER)),
            (("reply", ""), Facts(PERSON, has_ticket=True, role=CUSTOMER)),
            (
                ("hold", "forged"),
                Facts(PERSON, role=CUSTOMER, authentication=FAIL, **ticket),
            ),
            (("hold", "colleague_unverified"), Facts(PERSON, role=COLLEAGUE, **ticket)),
            (
                ("hold", "colleague_unverified"),
                Facts(PERSON, role=COLLEAGUE, authentication=FAIL, **ticket),
            ),
            (
                ("hold", "colleague_no_access"),
                Facts(
                    PERSON,
                    role=COLLEAGUE,
                    authentication=PASS,
                    may_write=False,
                    **ticket,
                ),
            ),
            (
                ("reply", ""),
                Facts(PERSON, role=COLLEAGUE, authentication=PASS, **ticket),
            ),
        ):
            with self.subTest(facts=facts):
                decision = mail_gate.decide(facts)
                self.assertEqual((decision.action, decision.reason), expected)

    def test_authentication(self):
        trusted = {"mx.us.example"}
        for expected, header in (
            (PASS, "mx.us.example; dmarc=pass header.from=a.example"),
            (PASS, "mx.us.example; dkim=pass header.d=a.example; spf=none"),
            (PASS, "mx.us.example 1; spf=pass smtp.mailfrom=x@a.example"),
            (FAIL, "mx.us.example; spf=pass smtp.mailfrom=b.example; dmarc=fail"),
            (UNKNOWN, "mx.us.example; dkim=pass header.d=b.example"),
            (UNKNOWN, "mx.us.example; dkim=pass header.d=example"),
            (UNKNOWN, "mx.us.example; dkim=pass (header.d=a.example)"),
            (UNKNOWN, "mx.them.example; dmarc=pass header.from=a.example"),
            (UNKNOWN, "mx.us.example.them.example; dmarc=pass header.from=a.example"),
            (UNKNOWN, "; dmarc=pass header.from=a.example"),
        ):
            with self.subTest(header=header):
                found = mail_gate.check_authentication([header], "x@a.example", trusted)
                self.assertEqual(found, expected)

    def test_only_the_topmost_header_counts(self):
        headers = [
            "mx.us.example; dmarc=none",
            "mx.us.example; dmarc=pass header.from=a.example",
        ]
        found = mail_gate.check_authentication(
            headers, "x@a.example", {"mx.us.example"}
        )
        self.assertEqual(found, UNKNOWN)

    def test_numbers_in_subjects(self):
        for subject, numbers in {
            "Re: [T00042] lamp": ["T00042"],
            "t00042": ["T00042"],
            "AW: T7-00042: lamp": ["T7-00042"],
            "XT00042": [],
            "T42": [],
            "T00042-A": [],
            "": [],
        }.items():
            with self.subTest(subject=subject):
                self.assertEqual(mail_gate.find_numbers(subject), numbers)

    def test_kinds(self):
        for kind, headers in (
            ("person", []),
            ("person", [("auto-submitted", "no")]),
            ("auto_reply", [("auto-submitted", "auto-replied (vacation)")]),
            ("auto_reply", [("x-autoreply", "yes")]),
            ("automatic", [("precedence", "bulk")]),
            ("automatic", [("x-auto-response-suppress", "OOF, AutoReply")]),
            ("mailing_list", [("list-id", "<x>")]),
            (
                "newsletter",
                [("list-unsubscribe", "<x>"), ("list-unsubscribe-post", "x")],
            ),
        ):
            with self.subTest(headers=headers):
                mail = Mail(raw=b"", sender="a@b.example", headers=headers)
                self.assertEqual(mail_classify.classify(mail).kind, kind)

    def test_senders(self):
        for kind, sender in (
            ("automatic", "no-reply@x.example"),
            ("automatic", "donotreply@x.example"),
            ("automatic", "shop.noreply@x.example"),
            ("bounce", "MAILER-DAEMON@x.example"),
            ("automatic", "postmaster@x.example"),
            ("person", "noreen@x.example"),
            ("person", "bouncer@x.example"),
            ("person", "mailer.jan@x.example"),
        ):
            with self.subTest(sender=sender):
                mail = Mail(raw=b"", sender=sender)
                self.assertEqual(mail_classify.classify(mail).kind, kind)
