"""A ticket that gets a deadline when it is created: ours beside OCA's, turn by turn."""

import itertools
import json

from .databases import open_databases
from .meter import Meter, without_mail_server
from .peers import HelpdeskTicket, SupportTicket

SINGLE, BATCH = 20, 200
HOURS = 8


class PromisedSupportTicket(SupportTicket):
    deadline = "sla_due_date"

    def promise(self):
        """Promise every ticket a resolution within working hours."""
        policies = self.env["support.sla.policy"]
        policies.search([]).action_archive()
        minutes = {f"minutes_{priority}": HOURS * 60 for priority in range(4)}
        target = {"kind": "resolution", **minutes}
        policies.create({"name": "Bench", "target_ids": [(0, 0, target)]})


class PromisedHelpdeskTicket(HelpdeskTicket):
    deadline = "sla_deadline"

    def promise(self):
        """Promise the same: a stage that closes, within working hours."""
        stages = self.env["helpdesk.ticket.stage"]
        closed = stages.search([("closed", "=", True)], limit=1)
        self.team.use_sla = True
        self.env["helpdesk.sla"].create(
            {"name": "Bench", "stage_id": closed.id, "hours": HOURS}
        )


PEERS = {peer.name: peer for peer in (PromisedSupportTicket, PromisedHelpdeskTicket)}


def main(_env, parameters):
    """Measure, and return the result as JSON."""
    parameters = json.loads(parameters)
    with open_databases(parameters["databases"]) as envs, without_mail_server():
        comparison = Comparison(envs)
        for _round in range(parameters["rounds"] + 1):  # one to warm up
            comparison.play_round()
    return json.dumps(comparison.meter.get_results())


class Comparison:
    """Both operations on both peers; A B, A B."""

    def __init__(self, envs):
        self.peers = [PEERS[name](env) for name, env in envs.items()]
        for peer in self.peers:
            peer.promise()
        self.meter = Meter()
        self.numbers = itertools.count(1)

    def play_round(self):
        """Measure every operation once on every peer."""
        for operation in (self.create_single, self.create_batch):
            for peer in self.peers:
                operation(peer)
                self._check(peer)

    def create_single(self, peer):
        """One ticket in each transaction."""
        records = peer.get_records()
        vals_list = self._prepare(peer, SINGLE)

        def call():
            for vals in vals_list:
                records.create([vals])
                peer.env.cr.commit()
                peer.env.transaction.clear()

        operation = "create one with a deadline"
        self.meter.measure(operation, peer.name, peer.env, call, count=SINGLE)

    def create_batch(self, peer):
        """Many tickets in one transaction."""
        records = peer.get_records()
        vals_list = self._prepare(peer, BATCH)
        operation = f"create {BATCH} with deadlines"
        self.meter.measure(
            operation,
            peer.name,
            peer.env,
            lambda: records.create(vals_list),
            count=BATCH,
        )

    def _prepare(self, peer, count):
        return [peer.prepare_vals(n) for n in itertools.islice(self.numbers, count)]

    def _check(self, peer):
        """Measure no peer that promises nothing."""
        last = peer.env[peer.model].search([], order="id desc", limit=1)
        if not last[peer.deadline]:
            raise ValueError(f"{peer.name} has no deadline")
