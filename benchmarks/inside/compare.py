"""The same operations on three models, turn by turn in one process."""

import itertools
import json

from . import mails, screens
from .databases import open_databases
from .meter import Meter, without_mail_server
from .peers import CUSTOMERS, PEERS

SINGLE, MAILS, REPLIES, SCREENS = 20, 10, 10, 5


def main(_env, parameters):
    """Measure, and return the result as JSON."""
    parameters = json.loads(parameters)
    with open_databases(parameters["databases"]) as envs, without_mail_server():
        comparison = Comparison(envs, parameters["batch"])
        for _round in range(parameters["rounds"] + 1):  # one to warm up
            comparison.play_round()
    return json.dumps(comparison.meter.get_results())


class Comparison:
    """All operations on all peers; A B C, A B C."""

    def __init__(self, envs, batch):
        self.batch = batch
        self.peers = [PEERS[name](env) for name, env in envs.items()]
        self.meter = Meter()
        self.numbers = itertools.count(1)
        self.batches = 0

    def play_round(self):
        """Measure every operation once on every peer."""
        for operation in (
            self.create_single,
            self.create_batch,
            self.receive_mail,
            self.acknowledge,
            self.receive_mail_of_stranger,
            self.receive_reply,
            self.show_list,
            self.show_groups,
            self.show_form,
        ):
            for peer in self.peers:
                operation(peer)

    def _measure(self, operation, peer, call, count=1):
        self.meter.measure(operation, peer.name, peer.env, call, count=count)

    # -- Writing --------------------------------------------------------------------
    def create_single(self, peer):
        """One record in each transaction."""
        records = peer.get_records()
        numbers = list(itertools.islice(self.numbers, SINGLE))

        def call():
            for number in numbers:
                records.create([peer.prepare_vals(number)])
                peer.env.cr.commit()
                peer.env.transaction.clear()

        self._measure("create one", peer, call, SINGLE)

    def create_batch(self, peer):
        """Many records in one transaction; three times are enough."""
        self.batches += 1
        if self.batches > 4 * len(self.peers):
            return
        records = peer.get_records()
        vals_list = [
            peer.prepare_vals(number)
            for number in itertools.islice(self.numbers, self.batch)
        ]
        self._measure(
            f"create {self.batch} at once",
            peer,
            lambda: records.create(vals_list),
            self.batch,
        )

    # -- Mail -----------------------------------------------------------------------
    def _receive(self, operation, peer, raw_mails):
        """Let mails arrive, each in a transaction of its own."""
        env = peer.env

        def call():
            for raw in raw_mails:
                env["mail.thread"].message_process(False, raw)
                env.cr.commit()
                env.transaction.clear()

        self._measure(operation, peer, call, len(raw_mails))

    def receive_mail(self, peer):
        """A customer who is known opens a case."""
        self._receive_mail("mail of a customer", peer)

    def acknowledge(self, peer):
        """The job that answers these mails; the others have none."""
        if peer.has_acknowledgement:
            tickets = peer.env[peer.model]
            call = tickets._cron_acknowledge
            self._measure("acknowledging it", peer, call, MAILS)

    def _receive_mail(self, operation, peer):
        numbers = itertools.islice(self.numbers, MAILS)
        raw_mails = [
            mails.write_mail(
                peer, peer.customers[number % CUSTOMERS].email, f"Flickering {number}"
            )
            for number in numbers
        ]
        self._receive(operation, peer, raw_mails)

    def receive_mail_of_stranger(self, peer):
        """Somebody who is not known opens a case."""
        numbers = itertools.islice(self.numbers, MAILS)
        raw_mails = [
            mails.write_mail(
                peer, f"New {number} <new{number}@strangers.example>", f"Hello {number}"
            )
            for number in numbers
        ]
        self._receive("mail of a stranger", peer, raw_mails)

    def receive_reply(self, peer):
        """A customer answers what the agent wrote."""
        raw_mails = [
            self._write_reply(peer, number)
            for number in itertools.islice(self.numbers, REPLIES)
        ]
        self._receive("reply of a customer", peer, raw_mails)

    def _write_reply(self, peer, number):
        record = peer.get_records().create([peer.prepare_vals(number)])
        answer = record.message_post(
            body="Which dimmer is it?",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=record.partner_id.ids,
        )
        return mails.write_mail(
            peer, record.partner_id.email, record.name, answers=answer.message_id
        )

    # -- Screens --------------------------------------------------------------------
    def _show(self, operation, peer, call):
        def repeat():
            for _time in range(SCREENS):
                peer.env.transaction.clear()
                call(peer.get_records())

        self._measure(operation, peer, repeat, SCREENS)

    def show_list(self, peer):
        """The list of open cases."""
        self._show(
            "list of 80",
            peer,
            lambda records: screens.show_list(records, peer.open_domain),
        )

    def show_groups(self, peer):
        """The kanban by stage."""
        self._show(
            "kanban by stage",
            peer,
            lambda records: screens.show_kanban(records, peer.open_domain),
        )

    def show_form(self, peer):
        """One case with its conversation, and with the customer's history if it has."""
        record_id = peer.get_records().search([], order="id desc", limit=1).id

        def call(records):
            record = records.browse(record_id)
            screens.show_form(record)
            if hasattr(record, "get_customer_history"):
                record.get_customer_history()

        self._show("form with history", peer, call)
