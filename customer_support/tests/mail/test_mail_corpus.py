import gzip
import hashlib
import json
import random
import re
from pathlib import Path

from odoo.tests import tagged
from odoo.tools import html2plaintext, mute_logger

from .common import INTAKE_LOGGER, MailDoorCommon

CORPUS = Path(__file__).parent / "corpus"
EXPECTED = json.loads((CORPUS / "expected.json").read_text(encoding="utf-8"))
SEED = 20260302
MUTATIONS = 120


def read(name):
    """Return the bytes of a mail of the corpus."""
    packed = CORPUS / f"{name}.eml.gz"
    if packed.exists():
        return gzip.decompress(packed.read_bytes())
    return (CORPUS / f"{name}.eml").read_bytes()


@tagged("post_install", "-at_install")
class TestMailCorpus(MailDoorCommon):
    """Hostile mails: nothing raises, nothing is lost, nothing runs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", 0)

    def _deliver_one(self, raw):
        """Deliver by an address or, where the mail has none, by the fallback model."""
        entry = self._deliver(raw, "support.ticket")
        self.assertEqual(len(entry), 1, "booked once")
        return entry

    def _get_shown(self, entry):
        """Return the text, the HTML and the files, wherever they are now."""
        message = entry.mail_message_id
        if not message:
            return entry.body or "", entry.attachment_ids
        return message.body or "", message.attachment_ids

    def test_corpus_is_read_as_expected(self):
        self.assertGreaterEqual(len(EXPECTED), 120)
        for name, expected in EXPECTED.items():
            with self.subTest(mail=name):
                self._check(self._deliver_one(read(name)), expected)

    def _check(self, entry, expected):
        self.assertEqual(entry.state, expected["state"], entry.error or entry.reason)
        self.assertEqual(entry.email_normalized or "", expected["sender"])
        if "subject" in expected:
            self.assertEqual(entry.subject or "", expected["subject"])
        if "kind" in expected:
            self.assertEqual(entry.kind, expected["kind"])
        body, files = self._get_shown(entry)
        words = " ".join(html2plaintext(body, include_references=False).split())
        words = words.replace("*", "")
        for text in expected["text"]:
            self.assertIn(" ".join(text.split()), words)
        found = [[file.name, hashlib.sha256(file.raw).hexdigest()] for file in files]
        for wanted in expected["files"]:
            self.assertIn(wanted, found)
        self._check_harmless(body)

    def _check_harmless(self, body):
        lower = " ".join(re.findall(r"<[^>]*>", body.lower()))
        for word in (
            "<script",
            "onclick",
            "onerror",
            "onload",
            "javascript:",
            "<form",
            "<iframe",
            "<base",
            "<meta",
            "url(",
            "position:",
            "<object",
            "<style",
            "srcset",
            "poster=",
            ' src="http',
            "@import",
        ):
            self.assertNotIn(word, lower)

    def test_mutations_never_raise_and_are_always_booked(self):
        chance = random.Random(SEED)
        names = [name for name in sorted(EXPECTED) if not name.startswith("bomb")]
        with mute_logger(INTAKE_LOGGER):
            for number in range(MUTATIONS):
                raw = _mutate(read(chance.choice(names)), chance)
                with self.subTest(number=number):
                    entry = self._deliver_one(raw)
                    self.assertNotEqual(entry.state, "failed", entry.error)
                    self._check_harmless(self._get_shown(entry)[0])


def _mutate(raw, chance):
    """Return a mail damaged in one to six places."""
    raw = bytearray(raw[:30_000])
    for _index in range(chance.randint(1, 6)):
        place = chance.randrange(len(raw) + 1)
        kind = chance.randrange(6)
        if kind == 0:
            raw[place:place] = bytes(chance.randrange(256) for _i in range(8))
        elif kind == 1:
            del raw[place : place + chance.randint(1, 200)]
        elif kind == 2:
            raw[place:place] = raw[chance.randrange(len(raw) + 1) :][:300]
        elif kind == 3:
            raw = raw.replace(b"\n", b"\r\n", chance.randint(1, 20))
        elif kind == 4:
            raw[place:place] = chance.choice(
                [b"\x00", b"\n\n", b"--BoundarY--\n", b"=?utf-8?b?", b"<", b"\xff\xfe"]
            )
        else:
            raw = raw.replace(b"utf-8", b"x-none", 1)
    return bytes(raw)
