"""Mails as a mail server hands them over."""

from email.message import EmailMessage
from email.utils import format_datetime, localtime, make_msgid

from .peers import DOMAIN

TEXT = """Good morning,

the lamp that I bought three weeks ago flickers as soon as I dim it below half. At full
power it is fine. The dimmer is the one that was in the wall before.

What can I do?

Best regards
"""


def write_mail(peer, sender, subject, *, answers=None):
    """Return the bytes of a customer's mail.

    :param str answers: Message-ID of ours that the mail answers
    """
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = f"{peer.alias}@{DOMAIN}"
    mail["Subject"] = f"Re: {subject}" if answers else subject
    mail["Date"] = format_datetime(localtime())  # an old one would be late on arrival
    mail["Message-ID"] = make_msgid(domain="customers.example")
    if answers:
        mail["In-Reply-To"] = mail["References"] = answers
    mail.set_content(TEXT)
    html = TEXT.strip().replace("\n\n", "</p><p>")
    mail.add_alternative(f"<p>{html}</p>", subtype="html")
    return mail.as_bytes()
