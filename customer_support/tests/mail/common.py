from email.message import EmailMessage
from email.utils import format_datetime

from odoo import fields
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MockEmail

from ..common import SupportCommon

INTAKE_LOGGER = (
    "odoo.addons.customer_support.models.ticket.support_incoming_mail_delivery"
)
MAIL_SERVER = "mx.quince.example"


class MailDoorCommon(SupportCommon, MockEmail):
    """A desk that receives mail. ``_mail_in`` delivers; ``_reply_by_mail`` answers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alias_domain = cls.env["mail.alias.domain"].create(
            {
                "name": "quince.example",
                "bounce_alias": "bounce",
                "catchall_alias": "catchall",
                "default_from": "notifications",
            }
        )
        cls.company.alias_domain_id = cls.alias_domain
        cls.other_company.alias_domain_id = cls.alias_domain
        cls.team.write({"alias_name": "care", "alias_domain_id": cls.alias_domain.id})
        cls.other_team.write(
            {"alias_name": "elsewhere", "alias_domain_id": cls.alias_domain.id}
        )
        cls.address = "care@quince.example"
        cls.books = cls.env["support.incoming.mail"]
        cls.serial = 0

    sends_for_real = False

    def setUp(self):
        super().setUp()
        if not self.sends_for_real:
            self.enterContext(self.mock_mail_gateway())

    # -- Builders -------------------------------------------------------------------
    @classmethod
    def _write_mail(
        cls,
        sender="ada@lindqvist.example",
        subject="My lamp",
        text="Hello",
        to=None,
        **headers,
    ):
        """Return the bytes of a correct mail; header names with underscores."""
        cls.serial += 1
        message = EmailMessage()
        message["From"] = sender
        message["To"] = to or cls.address
        message["Subject"] = subject
        message["Date"] = format_datetime(fields.Datetime.now())
        message["Message-ID"] = f"<{cls.serial}.{cls.__name__}@lindqvist.example>"
        for name, value in headers.items():
            name = name.replace("_", "-")
            del message[name]
            message[name] = value
        message.set_content(text)
        return message.as_bytes()

    def _deliver(self, raw, model=False):
        """Deliver bytes; return the entry in the books, possibly several."""
        last = self.books.sudo().search([], limit=1).id or 0
        self.env["mail.thread"].sudo().message_process(model, raw)
        self._acknowledge()
        return self.books.search([("id", ">", last)])

    def _acknowledge(self):
        """Do what the job does with the tickets that mails have opened."""
        asked = [("acknowledgement_request", "!=", False)]
        self.env["support.ticket"].sudo().search(asked)._acknowledge_requested()

    def _deliver_without_route(self, raw):
        """Deliver what the host refuses with an error; return its entry.

        Not by ``assertRaises``, whose savepoint would undo the entry as well.
        """
        raised = False
        with self.enter_registry_test_mode(), mute_logger(INTAKE_LOGGER):
            try:
                self.env["mail.thread"].sudo().message_process(False, raw)
            except ValueError:
                raised = True
        self.assertTrue(raised, "The sender's mail server is told.")
        return self.books.search([], limit=1)

    def _mail_in(self, **values):
        """Deliver a mail and return its one entry in the books."""
        entry = self._deliver(self._write_mail(**values))
        self.assertEqual(len(entry), 1, "Every mail is booked once.")
        return entry

    def _open_by_mail(self, **values):
        """Return the ticket that a mail opens."""
        entry = self._mail_in(**values)
        self.assertEqual(entry.state, "processed", entry.error or entry.reason)
        return entry.ticket_id

    def _get_outgoing_id(self, ticket):
        """Return the Message-ID of an answer of ours on the ticket."""
        return self._agent_answers(ticket).message_id

    def _reply_by_mail(self, ticket, **values):
        """Deliver an answer to the last mail of ours; return its entry."""
        reference = self._get_outgoing_id(ticket)
        return self._mail_in(
            **{"In_Reply_To": reference, "subject": "Re: lamp", **values}
        )

    def _trust_mail_server(self):
        self.env["ir.config_parameter"].sudo().set_param(
            "customer_support.trusted_authserv_id", MAIL_SERVER
        )

    def _vouch(self, domain, result="pass"):
        """Return the header by which our mail server vouches for a sender."""
        return f"{MAIL_SERVER}; dmarc={result} header.from={domain}"

    def _get_mail_messages(self, ticket):
        return ticket.message_ids.filtered(lambda m: m.message_type == "email")

    def _get_sent(self):
        """Return the mails that were handed to the mail server, as dicts."""
        return self._mails
