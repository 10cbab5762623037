import imaplib
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from unittest.mock import patch

from aiosmtpd.controller import Controller

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import INTAKE_LOGGER, MailDoorCommon

USER, PASSWORD = "desk", "a-password-for-tests"
DEADLINE = 20  # seconds in which the IMAP server has to answer


class _Postbox:
    """Where our SMTP server puts what it gets."""

    def __init__(self):
        self.envelopes = []

    async def handle_DATA(self, _server, _session, envelope):
        self.envelopes.append(envelope)
        return "250 OK"


def _find_free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _find_imap_server():
    """Return the program, which ``script/`` provides beside the interpreter."""
    beside = Path(sys.executable).parent / "pymap"
    return str(beside) if beside.exists() else shutil.which("pymap")


@tagged("post_install", "-at_install")
class TestMailRoundTrip(MailDoorCommon):
    """A real mail by IMAP, a ticket, and the acknowledgement by SMTP."""

    sends_for_real = True

    def setUp(self):
        super().setUp()
        servers = type(self.env["ir.mail_server"])
        self.enterContext(patch.object(servers, "_disable_send", return_value=False))
        self.imap_port = self._start_imap_server()
        self.postbox = self._start_smtp_server()
        model = self.env["ir.model"]._get("support.ticket")
        self.fetcher = self.env["fetchmail.server"].create(
            {
                "name": "Desk",
                "server_type": "imap",
                "server": "127.0.0.1",
                "port": self.imap_port,
                "user": USER,
                "password": PASSWORD,
                "object_id": model.id,
                "state": "done",
            }
        )

    # -- Servers --------------------------------------------------------------------
    def _start_imap_server(self):
        program = _find_imap_server()
        self.assertTrue(
            program, "The IMAP server of the tests is missing: pip install pymap"
        )
        port = _find_free_port()
        server = subprocess.Popen(
            [
                program,
                "--host",
                "127.0.0.1",
                "--port",
                str(port),
                "--no-tls",
                "dict",
                "--demo-data",
                "--demo-user",
                USER,
                "--demo-password",
                PASSWORD,
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.addCleanup(server.wait, 10)
        self.addCleanup(server.terminate)
        self._empty_mailbox(self._log_in(port))
        return port

    def _log_in(self, port):
        end = time.monotonic() + DEADLINE
        while True:
            try:
                client = imaplib.IMAP4("127.0.0.1", port, timeout=5)
                break
            except OSError:
                self.assertLess(time.monotonic(), end, "The IMAP server is silent.")
                time.sleep(0.1)
        client.login(USER, PASSWORD)
        client.select("INBOX")
        return client

    def _empty_mailbox(self, client):
        client.store("1:*", "+FLAGS", r"\Deleted")
        client.expunge()
        client.logout()

    def _start_smtp_server(self):
        postbox = _Postbox()
        controller = Controller(postbox, hostname="127.0.0.1", port=_find_free_port())
        controller.start()
        self.addCleanup(controller.stop)
        self.env["ir.mail_server"].search([]).active = False
        self.env["ir.mail_server"].create(
            {"name": "Out", "smtp_host": "127.0.0.1", "smtp_port": controller.port}
        )
        return postbox

    def _put_into_mailbox(self, *mails):
        client = self._log_in(self.imap_port)
        for raw in mails:
            status, _data = client.append("INBOX", None, None, raw)
            self.assertEqual(status, "OK")
        client.logout()

    def _get_unseen(self):
        client = self._log_in(self.imap_port)
        _status, data = client.search(None, "UNSEEN")
        client.logout()
        return data[0].split()

    def _fetch(self):
        """Fetch as the cron does, in a transaction of its own."""
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            error = self.fetcher.with_env(self.env(cr=cr)).sudo()._fetch_mail()
        self.assertIsNone(error)
        self.env.invalidate_all()

    # -- The way around -------------------------------------------------------------
    def test_mail_by_imap_is_acknowledged_by_smtp(self):
        self._put_into_mailbox(self._write_mail(subject="By IMAP", text="A real one"))
        self._fetch()
        self._run_cron("ir_cron_acknowledge")
        self.env.invalidate_all()
        ticket = self.env["support.ticket"].search([("name", "=", "By IMAP")])
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertFalse(self._get_unseen())
        envelope = self.postbox.envelopes[-1]
        self.assertEqual(envelope.rcpt_tos, ["ada@lindqvist.example"])
        self.assertIn(b"auto-replied", envelope.content)
        self.assertIn(ticket.number.encode(), envelope.content)

    def test_mail_that_crashes_is_seen_booked_and_stops_no_other(self):
        self._put_into_mailbox(
            self._write_mail(subject="Crash"), self._write_mail(subject="Fine")
        )
        tickets = type(self.env["support.ticket"])
        post = tickets.message_post

        def crash(ticket, **values):
            if ticket.name == "Crash":
                raise ValueError("boom")
            return post(ticket, **values)

        with patch.object(tickets, "message_post", crash), mute_logger(INTAKE_LOGGER):
            self._fetch()
        states = {
            entry.subject: entry.state for entry in self.books.search([], limit=2)
        }
        self.assertEqual(states, {"Crash": "failed", "Fine": "processed"})
        self.assertFalse(self._get_unseen())
