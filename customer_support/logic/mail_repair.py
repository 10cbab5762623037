"""Any bytes in, a well-formed mail out.

The host's gateway reads correct mail well and loses a part of the rest. So each mail
for support is read here first, leniently, and handed on as a mail that the host cannot
misunderstand: one text, every file byte for byte, clean headers. Nothing raises.
"""

import base64
import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime, mktime_tz, parsedate_tz

from . import mail_body, mail_parts
from .mail_address import encode_words, format_address, parse_addresses
from .mail_body import Attachment
from .mail_charset import decode_header

# Read by the classifier or shown to managers; the rest of the headers stays raw.
_SIGNAL_HEADERS = re.compile(
    r"^(?:auto-submitted|authentication-results|content-language|delivered-to|"
    r"disposition-notification-to|errors-to|feedback-id|importance|list-[\w-]+|"
    r"precedence|priority|received-spf|require-recipient-valid-since|return-path|"
    r"sender|user-agent|x-auto[\w-]*|x-autoreply[\w-]*|x-cron[\w-]*|x-campaign[\w-]*|"
    r"x-facebook[\w-]*|x-failed-recipients|x-loop|x-mailer|x-mailgun[\w-]*|x-mail_\w+|"
    r"x-mc-[\w-]+|x-mdmailing-list|x-ms-exchange-[\w-]+|x-original-to|x-priority|"
    r"x-spam-[\w-]+|x-vacation|x-wum-[\w-]+|x-zendesk[\w-]*|x-odoo-[\w-]+)$"
)
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,400}>")
_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
_CORRECT_ID = re.compile(rf"^<{_ATOM}(?:\.{_ATOM})*@[\w.:\[\]-]{{1,250}}>$", re.ASCII)
_REFERENCES = 60
_MAX_SUBJECT = 900


@dataclass
class Mail:
    """A mail as it is understood; the fields are text, decoded and safe to store."""

    raw: bytes
    subject: str = ""
    sender_name: str = ""
    sender: str = ""  # the address of From, as it is written
    to: list = field(default_factory=list)  # (name, address)
    cc: list = field(default_factory=list)
    reply_to: list = field(default_factory=list)
    recipients: list = field(default_factory=list)  # envelope addresses, if known
    message_id: str = ""
    in_reply_to: str = ""
    references: list = field(default_factory=list)
    date: datetime | None = None  # aware; None: it carries none that can be believed
    type: str = "text/plain"
    params: dict = field(default_factory=dict)
    headers: list = field(default_factory=list)  # (lower-case name, text) of signals
    html: str = ""
    text: str = ""  # the words of the sender, without quotes
    attachments: list = field(default_factory=list)
    repairs: list = field(default_factory=list)
    remote_pictures: int = 0
    leaves: list = field(default_factory=list, repr=False)
    has_own_message_id: bool = True

    def get(self, name):
        """Return the first signal header of a name, "" without one."""
        return next((value for key, value in self.headers if key == name), "")

    def get_all(self, name):
        """Return every signal header of a name."""
        return [value for key, value in self.headers if key == name]

    @property
    def sender_formatted(self):
        """The sender as text for people: name and address."""
        if not self.sender_name or not self.sender:
            return self.sender
        return f'"{self.sender_name}" <{self.sender}>'

    def get_fingerprint(self):
        """Return a digest of what the mail says, the same on every way it took."""
        digest = hashlib.sha256()
        for value in (self.sender.lower(), self.subject, self.html):
            digest.update(value.encode("utf-8", "replace") + b"\0")
        for attachment in self.attachments:
            digest.update(hashlib.sha256(attachment.content).digest())
        return digest.hexdigest()


def repair(raw, now):
    """Return the Mail of any bytes; never raises.

    :param bytes raw: the mail as it arrived
    :param datetime now: aware time of arrival: a mail cannot be younger
    """
    try:
        return _read(raw, now)
    except Exception as error:  # a stranger's bytes must not stop us
        return _keep_unread(raw, error)


def _keep_unread(raw, error):
    """Return a Mail that carries the whole original as a file: the last resort."""
    return Mail(
        raw=raw,
        subject="",
        message_id=_make_message_id(raw),
        attachments=[Attachment("original-mail.eml", raw, "message/rfc822")],
        repairs=[f"unreadable ({type(error).__name__})"],
        has_own_message_id=False,
    )


def _read(raw, now):
    tree = mail_parts.parse(raw)
    body = mail_body.assemble(tree.leaves)
    mail = Mail(raw=raw, type=tree.root.type, params=tree.root.params)
    mail.leaves = tree.leaves
    mail.html, mail.text = body.html, body.text
    mail.attachments, mail.remote_pictures = body.attachments, body.remote_pictures
    repairs = set(tree.repairs) | body.repairs
    if tree.is_cut or body.is_cut:
        repairs.add("too large: the original is attached")
        original = Attachment("original-mail.eml", raw, "message/rfc822")
        mail.attachments = [*mail.attachments, original]
    _read_headers(mail, _collect(tree.root.headers), now, repairs)
    mail.repairs = sorted(repairs)
    return mail


def read_headers(raw, now):
    """Return a Mail of which only the headers are read: cheap, for a first look."""
    headers, _body = mail_parts.split_headers(raw[:300_000])
    mail = Mail(raw=raw)
    _read_headers(mail, _collect(headers), now, set())
    return mail


def _collect(headers):
    by_name = {}
    for name, value in headers:
        by_name.setdefault(name, []).append(value)
    return by_name


def _read_headers(mail, by_name, now, repairs):
    label = next(
        (p.params["charset"] for p in mail.leaves if "charset" in p.params), ""
    )
    mail.subject = decode_header(_first(by_name, "subject"), label)[:_MAX_SUBJECT]
    mail.headers = [
        (name, decode_header(value[:10_000]))
        for name, values in by_name.items()
        if _SIGNAL_HEADERS.match(name)
        for value in values[:20]
    ]
    mail.to = _addresses(by_name, "to", "apparently-to")
    mail.cc = _addresses(by_name, "cc")
    mail.reply_to = _addresses(by_name, "reply-to")
    mail.recipients = _addresses(
        by_name, "delivered-to", "x-original-to", "envelope-to", "x-envelope-to",
        "x-delivered-to", "resent-to", "resent-cc",
    )  # fmt: skip
    _read_sender(mail, by_name, repairs)
    _read_threading(mail, by_name, repairs)
    mail.date = _read_date(decode_header(_first(by_name, "date")), now)
    if mail.date is None:
        repairs.add("date")


def _first(by_name, name):
    values = by_name.get(name) or [b""]
    return next((value for value in values if value.strip()), b"")


def _addresses(by_name, *names):
    return [
        pair
        for name in names
        for value in by_name.get(name, ())[:20]
        for pair in parse_addresses(value)
    ]


def _read_sender(mail, by_name, repairs):
    """Take the sender from From; only without any from what else names him."""
    for name in ("from", "sender", "reply-to", "return-path", "x-sender"):
        for value in by_name.get(name, ()):
            pairs = parse_addresses(value)
            if pairs:
                mail.sender_name, mail.sender = pairs[0]
                if name != "from" or len(by_name["from"]) > 1:
                    repairs.add("sender")
                return
    repairs.add("sender")
    mail.sender_name = decode_header(_first(by_name, "from"))[:120]


def _read_threading(mail, by_name, repairs):
    raw_id = decode_header(_first(by_name, "message-id")).strip()
    found = _MESSAGE_ID.search(raw_id)
    mail.message_id = normalize_message_id(found[0] if found else raw_id)
    if mail.message_id != raw_id:
        repairs.add("message id")
    if not mail.message_id:
        mail.message_id = _make_message_id(mail.raw)
        mail.has_own_message_id = False
    replied = _MESSAGE_ID.findall(decode_header(_first(by_name, "in-reply-to")))
    mail.in_reply_to = normalize_message_id(replied[0]) if replied else ""
    listed = b" ".join(by_name.get("references", ())[:5])
    references = _MESSAGE_ID.findall(decode_header(listed[-40_000:]))
    mail.references = [normalize_message_id(r) for r in references[-_REFERENCES:]]


def normalize_message_id(text):
    """Return a Message-ID that every parser reads; the same one for the same text."""
    if not text or _CORRECT_ID.match(text):
        return text
    word = re.sub(r"[<>\s]+", "", text)
    if _CORRECT_ID.match(f"<{word}>"):
        return f"<{word}>"
    return _make_message_id(word.encode("utf-8", "replace")) if word else ""


def _make_message_id(content):
    """The same bytes get the same id: a second delivery is recognised."""
    return f"<{hashlib.sha256(content).hexdigest()[:40]}@mail.invalid>"


def _read_date(value, now):
    """Return the date that a mail claims, None if it cannot be.

    A date in the future is a wrong clock or a trick: the time of arrival counts.
    """
    try:
        parsed = parsedate_tz(value)
        date = datetime.fromtimestamp(mktime_tz(parsed), timezone.utc)
    except (TypeError, ValueError, OverflowError, OSError, IndexError):
        return None
    if date.year < 1990:
        return None
    return min(date, now) if date - now < timedelta(days=36500) else now


# -- Writing ------------------------------------------------------------------------
def to_bytes(mail, now, references=None, sender=None):
    """Return the well-formed mail that is handed to the host.

    :param list references: Message-IDs to write instead of the mail's own
    :param str sender: header value instead of the mail's own sender
    """
    own = [*mail.references, mail.in_reply_to] if mail.in_reply_to else mail.references
    references = own if references is None else references
    boundary = f"=_{hashlib.sha256(mail.message_id.encode()).hexdigest()[:32]}"
    lines = _write_top(mail, now, references, sender)
    lines.append(f'Content-Type: multipart/mixed; boundary="{boundary}"')
    pieces = ["\r\n".join(lines).encode("ascii", "replace"), b"\r\n\r\n"]
    pieces.append(_write_part(boundary, _TEXT_HEADERS, mail.html.encode("utf-8")))
    for attachment in mail.attachments:
        pieces.append(
            _write_part(boundary, _write_file_headers(attachment), attachment.content)
        )
    pieces.append(f"--{boundary}--\r\n".encode())
    return b"".join(pieces)


_TEXT_HEADERS = ["Content-Type: text/html; charset=utf-8"]


def _write_top(mail, now, references, sender):
    date = mail.date or now
    lines = [
        f"Message-ID: {mail.message_id}",
        f"Date: {format_datetime(date)}",
        f"From: {sender or _write_sender(mail)}",
        f"Subject: {encode_words(mail.subject)}",
        "MIME-Version: 1.0",
    ]
    for name, pairs in (
        ("To", mail.to),
        ("Cc", mail.cc),
        ("Reply-To", mail.reply_to),
        ("Delivered-To", mail.recipients),
    ):
        if pairs:
            lines.append(f"{name}: {_write_addresses(pairs)}")
    if references:
        lines.append(f"In-Reply-To: {references[-1]}")
        lines.append("References: " + "\r\n ".join(references))
    for name in ("return-path", "auto-submitted", "precedence"):
        if value := mail.get(name):
            lines.append(f"{name.title()}: {encode_words(value[:300])}")
    return lines


def _write_sender(mail):
    if mail.sender:
        return format_address(mail.sender_name, mail.sender)
    return encode_words(mail.sender_name) or "<>"


def _write_addresses(pairs):
    return ",\r\n ".join(format_address(name, address) for name, address in pairs)


def _write_file_headers(attachment):
    """All files go as octet-stream: the host would recode text and take mails apart."""
    name = attachment.name or "attachment.bin"
    encoded = "".join(
        chr(byte) if chr(byte).isalnum() and byte < 128 else f"%{byte:02X}"
        for byte in name.encode("utf-8", "replace")
    )
    headers = ["Content-Type: application/octet-stream"]
    if attachment.cid:
        headers.append(f"Content-ID: <{attachment.cid}>")
    kind = "inline" if attachment.cid else "attachment"
    sections, size = [], 60
    for number, start in enumerate(range(0, len(encoded), size)):
        sections.append((number, encoded[start : start + size]))
    if len(sections) <= 1:
        headers.append(f"Content-Disposition: {kind}; filename*=utf-8''{encoded}")
    else:
        joined = ";\r\n ".join(
            f"filename*{number}*={_PREFIX if not number else ''}{text}"
            for number, text in sections
        )
        headers.append(f"Content-Disposition: {kind};\r\n {joined}")
    return headers


_PREFIX = "utf-8''"


def _write_part(boundary, headers, content):
    head = "\r\n".join([f"--{boundary}", *headers, "Content-Transfer-Encoding: base64"])
    return b"".join(
        [head.encode("ascii"), b"\r\n\r\n", base64.encodebytes(content), b"\r\n"]
    )
