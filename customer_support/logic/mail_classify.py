"""Who wrote: a person, or a program; and what the mail may therefore do.

A program must never be answered, or two programs write to each other for ever; it must
not reopen a case either. But refusing is worse than an unanswered ticket: only what
certainly asks for nothing (a returned mail, an absence notice, advertising) opens none,
and even that stays in the books.
"""

import re
from dataclasses import dataclass

from .mail_address import parse_addresses
from .mail_charset import decode, decode_header, fold_for_comparison
from .mail_parts import split_headers

PERSON = "person"
AUTO_REPLY = "auto_reply"
BOUNCE = "bounce"
DELAY = "delay"
RECEIPT = "receipt"
LIST = "mailing_list"
NEWSLETTER = "newsletter"
AUTOMATIC = "automatic"

KINDS = [
    (PERSON, "Person"),
    (AUTO_REPLY, "Automatic reply"),
    (BOUNCE, "Undeliverable mail"),
    (DELAY, "Delayed delivery"),
    (RECEIPT, "Receipt"),
    (LIST, "Mailing list"),
    (NEWSLETTER, "Newsletter"),
    (AUTOMATIC, "Automatic mail"),
]


@dataclass(frozen=True)
class Verdict:
    """What a mail is, why, and what it may do."""

    kind: str
    reason: str = ""
    failed_recipient: str = ""
    original_ids: tuple = ()  # Message-IDs of the mail that came back
    failure: str = ""
    is_certain: bool = True  # False: a guess from words or from a customary header

    @property
    def opens_ticket(self):
        """A ticket too many is closed in a second; a customer lost is lost."""
        if self.kind == AUTO_REPLY:
            return not self.is_certain
        return self.kind in (PERSON, LIST, AUTOMATIC)

    @property
    def may_be_acknowledged(self):
        return self.kind == PERSON

    @property
    def counts_as_answer(self):
        """Reopens a ticket, stops waiting for the customer.

        Other desks mark what their people write as bulk: that is an answer.
        """
        if self.kind == AUTOMATIC:
            return not self.is_certain
        return self.kind in (PERSON, LIST)

    @property
    def is_returned(self):
        return self.kind in (BOUNCE, DELAY)


_DAEMON = re.compile(
    r"^(?:mailer-?daemon|mail-?daemon|mailer|postmaster|mdaemon|bounces?|"
    r"mail-?delivery(?:-?(?:sub)?system)?|exchange-?server)(?:[+=-].*)?$",
    re.IGNORECASE,
)
_NO_REPLY = re.compile(
    r"^(?:.*[._+-])?(?:no[._-]?repl(?:y|ies)|do[._-]?not[._-]?repl(?:y|ies)|"
    r"ne[._-]?pas[._-]?repondre|no[._-]?responder|nao[._-]?responda|"
    r"nicht[._-]?antworten|"
    r"keine[._-]?antwort|niet[._-]?beantwoorden|noreply\w*|donotreply\w*|unattended)"
    r"(?:[._+-].*)?$",
    re.IGNORECASE,
)
_BOUNCE_SUBJECT = re.compile(
    r"undeliver(?:able|ed)|unzustellbar|"
    r"delivery (?:status notification|failure|has failed|unsuccessful|incomplete|"
    r"problem)|(?:returned|rejected) mail|mail delivery failed|"
    r"failure notice|mail (?:system )?error|non remis|non (?:delivre|distribue)|"
    r"message not delivered|could not be delivered|delivery report|niet bezorgd|"
    r"mancata consegna|no entregado|nie dostarczono|nao (?:foi )?entregue|nedorucitel",
)
_DELAY_SUBJECT = re.compile(
    r"delay(?:ed)?\b|still being retried|warning: (?:could not send|message)|verzoger|"
    r"retard|in queue",
)
_AUTO_SUBJECT = re.compile(
    r"^(?:(?:re|aw|antw|sv|rv|odp) ?: ?)*"
    r"(?:auto(?:matic|matische|matisch|matisk|matica|matique)?[ -]?(?:re(?:ply|sponse|"
    r"sponder)|answer|antwort|antwoord|svar|odpowiedz|notification)|"
    r"automatische (?:antwort|abwesenheit|beantwoording)|abwesen(?:d|heit)|"
    r"out of (?:the )?office|ooo ?:|i am (?:away|out of|on (?:holiday|vacation))|"
    r"on (?:vacation|holiday|annual leave)|vacation (?:reply|response|notice)|"
    r"away from|"
    r"reponse automatique|message d.absence|absen(?:ce|t)(?: du bureau| \(| :|$)|"
    r"respuesta automatica|fuera de (?:la )?oficina|risposta automatica|fuori ufficio|"
    r"fuori sede|resposta automatica|ausencia|afwezig|automatisch antwoord|"
    r"niet aanwezig|"
    r"autosvar|automatiskt svar|franvaro|fravaer|ikke til stede|poissa|"
    r"automaattinen vastaus|autoodpowied|automatyczna odpowiedz|nieobecn|"
    r"automaticka odpoved|nepritomnost|automatikus valasz|hazon kivul|otomatik yanit|"
    r"raspuns automat|автоответ|автоматическии ответ|я в отпуске|"
    r"自动回复|自動回覆|自動返信|"
    r"자동 ?회신|부재중|automatski odgovor|samodejni odgovor|αυτοματη απαντηση)",
)
_DSN_RECIPIENT = re.compile(
    rb"(?im)^(?:final|original)-recipient[ \t]*:[ \t]*(?:[\w-]+[ \t]*;)?"
    rb"[ \t]*<?([^\s<>;]+@[^\s<>;]+?)>?[ \t]*\r?$"
)
_DSN_ACTION = re.compile(rb"(?im)^action[ \t]*:[ \t]*(\w+)")
_DSN_DIAGNOSTIC = re.compile(
    rb"(?im)^diagnostic-code[ \t]*:[ \t]*(?:[\w-]+[ \t]*;)?[ \t]*([^\r\n]{1,300})"
)
_MESSAGE_ID_LINE = re.compile(
    rb"(?im)^>?[ \t]*(?:message-id|x-microsoft-original-message-id|references)[ \t]*:"
    rb"[ \t\r\n]*((?:<[^<>\s]{1,300}>\s*)+)"
)
_TEXT_RECIPIENT = re.compile(
    r"(?:recipient|address|to|an|empf\w+|destinat\w+)[^@\n]{0,60}?"
    r"<?([\w.+'-]+@[\w.-]+\.\w+)>?",
    re.IGNORECASE,
)


def classify(mail):
    """Return the Verdict on a ``mail_repair.Mail``.

    The strongest signs come first: what mail servers say, what the standards say,
    then what programs say of themselves, then names and words.
    """
    for judge in (_judge_report, _judge_bounce, _judge_auto_reply, _judge_bulk):
        verdict = judge(mail)
        if verdict:
            return verdict
    return Verdict(PERSON)


# -- Returned mail ------------------------------------------------------------------
def _judge_report(mail):
    """Read a multipart/report (RFC 3464): delivery status, receipt, abuse."""
    if mail.type != "multipart/report":
        return None
    report = mail.params.get("report-type", "").lower()
    if report == "disposition-notification":
        return Verdict(RECEIPT, "a receipt of the reader's mail program")
    if report == "feedback-report":
        return Verdict(BOUNCE, "a complaint report of the mail provider")
    return _read_returned(mail, "a delivery report of a mail server")


def _judge_bounce(mail):
    local = mail.sender.partition("@")[0]
    subject = fold_for_comparison(mail.subject)
    is_daemon = bool(_DAEMON.match(local))
    says_bounce = bool(
        _BOUNCE_SUBJECT.search(subject) or _DELAY_SUBJECT.search(subject)
    )
    if mail.get("x-failed-recipients") or (is_daemon and says_bounce):
        return _read_returned(mail, "a notice of a mail server")
    if is_daemon and local.lower().startswith(("mailer", "mail-", "maild", "mdaemon")):
        return _read_returned(mail, "sent by a mail server")
    if says_bounce and _has_empty_return_path(mail):
        return _read_returned(mail, "an undeliverable mail, with an empty return path")
    return None


def _has_empty_return_path(mail):
    return any(
        name == "return-path" and "@" not in value for name, value in mail.headers
    )


def _read_returned(mail, reason):
    """Find out which mail came back, for whom, and whether it is lost or late."""
    status, original = _find_report_parts(mail)
    recipient = _DSN_RECIPIENT.search(status)
    diagnostic = _DSN_DIAGNOSTIC.search(status)
    action = {word.lower() for word in _DSN_ACTION.findall(status)}
    subject = fold_for_comparison(mail.subject)
    is_late = action <= {b"delayed"} if action else bool(_DELAY_SUBJECT.search(subject))
    if action and action <= {b"delivered", b"relayed", b"expanded"}:
        return Verdict(RECEIPT, "a report of a mail that was delivered")
    return Verdict(
        DELAY if is_late else BOUNCE,
        reason,
        failed_recipient=decode(recipient[1]) if recipient else _guess_recipient(mail),
        original_ids=tuple(_find_original_ids(mail, original)),
        failure=decode_header(diagnostic[1]) if diagnostic else "",
    )


def _find_report_parts(mail):
    """Return the machine's status and the head of the mail that came back."""
    status = original = b""
    for part in mail.leaves[:50]:
        if part.type in ("message/delivery-status", "message/global-delivery-status"):
            status += part.get_content()[:50_000] + b"\n"
        elif part.type in ("message/rfc822", "text/rfc822-headers", "message/global"):
            original = original or part.get_content()[:100_000]
    return status, original


def _find_original_ids(mail, original):
    found = []
    if original:
        headers, _body = split_headers(original)
        for name in ("message-id", "x-microsoft-original-message-id"):
            found += [decode_header(value) for key, value in headers if key == name]
    if not found:
        for part in mail.leaves[:5]:
            for match in _MESSAGE_ID_LINE.finditer(part.get_content()[:100_000]):
                found.append(decode(match[1]))
    found += [mail.in_reply_to, *mail.references]
    ids = [word for value in found for word in re.findall(r"<[^<>\s]+>", value)]
    return list(dict.fromkeys(ids))[:40]


def _guess_recipient(mail):
    failed = parse_addresses(mail.get("x-failed-recipients"))
    if failed:
        return failed[0][1]
    match = _TEXT_RECIPIENT.search(mail.text[:5000])
    found = match[1] if match else ""
    if not found:
        words = re.search(r"<([\w.+'-]+@[\w.-]+\.\w+)>", mail.text[:5000])
        found = words[1] if words else ""
    return "" if found.lower() == mail.sender.lower() else found


_AUTO_REPLY_HEADERS = (
    "x-autoreply",
    "x-autorespond",
    "x-vacation",
    "x-autogenerated",
    "x-autoreply-from",
    "x-auto-reply-from",
    "x-mail-autoreply",
)


# -- Programs that answer -----------------------------------------------------------
def _judge_auto_reply(mail):
    auto = mail.get("auto-submitted").lower()
    subject = fold_for_comparison(mail.subject)
    if auto.startswith("auto-replied"):
        return Verdict(AUTO_REPLY, "it says: Auto-Submitted: auto-replied")
    if mail.get("x-ms-exchange-inbox-rules-loop") and _AUTO_SUBJECT.search(subject):
        return Verdict(AUTO_REPLY, "sent by a rule of the mail server")
    for name in _AUTO_REPLY_HEADERS:
        if mail.get(name) and mail.get(name).lower() not in ("no", "false", "0"):
            return Verdict(AUTO_REPLY, f"it says: {name}")
    if mail.get("precedence").lower() in ("auto_reply", "auto-reply"):
        return Verdict(AUTO_REPLY, "it says: Precedence: auto_reply")
    if _AUTO_SUBJECT.search(subject):
        reason = "its subject is that of an absence notice"
        return Verdict(AUTO_REPLY, reason, is_certain=False)
    return None


# -- Programs that inform -----------------------------------------------------------
def _judge_bulk(mail):
    if _is_newsletter(mail):
        return Verdict(NEWSLETTER, "advertising sent to many")
    if mail.get("list-id") or mail.get("list-post") or mail.get("x-mdmailing-list"):
        return Verdict(LIST, "it came through a mailing list")
    precedence = mail.get("precedence").lower()
    if precedence == "list":
        return Verdict(LIST, "it says: Precedence: list")
    auto = mail.get("auto-submitted").lower()
    if auto and not auto.startswith("no"):
        return Verdict(AUTOMATIC, f"it says: Auto-Submitted: {auto[:40]}")
    if reason := _find_automatic_sign(mail, precedence):
        return Verdict(AUTOMATIC, reason, is_certain=False)
    return None


def _is_newsletter(mail):
    """Tell whether it is a campaign: a way to unsubscribe, sent in bulk, no answer."""
    if not mail.get("list-unsubscribe") or mail.in_reply_to or mail.references:
        return False
    if mail.get("list-post"):
        return False
    return (
        mail.get("precedence").lower() == "bulk"
        or bool(mail.get("list-unsubscribe-post"))
        or bool(mail.get("feedback-id"))
        or any(name.startswith(("x-campaign", "x-mc-")) for name, _v in mail.headers)
    )


def _find_automatic_sign(mail, precedence):
    """Return why a mail comes from a program, "" if nothing says so."""
    if precedence in ("bulk", "junk"):
        return f"it says: Precedence: {precedence}"
    suppress = mail.get("x-auto-response-suppress").lower()
    if re.search(r"\b(?:all|oof|autoreply)\b", suppress):
        return f"it says: X-Auto-Response-Suppress: {suppress[:40]}"
    if mail.get("list-unsubscribe"):
        return "it can be unsubscribed from"
    if mail.get("x-loop") or mail.get("x-cron-env"):
        return "its headers are those of a program"
    if _has_empty_return_path(mail):
        return "its return path is empty"
    local = mail.sender.partition("@")[0]
    if _NO_REPLY.match(local):
        return "its sender cannot be answered"
    if _DAEMON.match(local):
        return "its sender is a mail server"
    return ""
