"""`script/bench`: our ticket beside its peers, and a million tickets beside 10 000."""

import argparse
import json
import os

from workshop import addons, files, host, postgres, settings
from workshop.databases import PREFIX, Databases, clone, drop, exists, rename
from workshop.report import fail, say, step
from workshop.shell import run

from . import oca, tables

# Each peer lives in a database of its own: ours must not slow down the others.
PEERS = {"crm.lead": "crm", "helpdesk.ticket (OCA)": oca.MODULE}
MARK = "RESULT "
SMALL = 10_000
# Open tickets with a clock, among which a few are due.
CLOCKS = (1000, 100_000)


def main(arguments):
    """Measure what the arguments ask for; 1 if a goal was missed."""
    options = _parse(arguments)
    found = host.provide()
    with postgres.running():
        bench = Bench(found, oca.provide())
        missed = []
        if options.only_articles:
            return _report(tables.print_articles(bench.search_articles(options.rounds)))
        if options.only_policy:
            return _report(tables.print_policy(bench.try_policies(options)))
        if options.only_feedback:
            return _report(tables.print_feedback(bench.ask_customers(options)))
        if not (options.only_scale or options.only_deadlines):
            missed += tables.print_peers(bench.compare(options.rounds, options.batch))
        if not (options.only_peers or options.only_scale):
            missed += tables.print_deadlines(bench.measure_deadlines(options.rounds))
            missed += tables.print_promises(bench.compare_promises(options.rounds))
        if not (options.only_peers or options.only_deadlines):
            results = bench.scale([SMALL, options.tickets], options.rounds)
            missed += tables.print_scale(results, SMALL, options.tickets)
        if not (options.only_peers or options.only_deadlines or options.only_scale):
            missed += tables.print_articles(bench.search_articles(options.rounds))
            missed += tables.print_policy(bench.try_policies(options))
            missed += tables.print_feedback(bench.ask_customers(options))
    return _report(missed)


def _report(missed):
    for goal in missed:
        say(f"Missed: {goal}")
    return 1 if missed else 0


def _parse(arguments):
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument(
        "--tickets", type=int, default=1_000_000, help="size of the big database"
    )
    parser.add_argument("--rounds", type=int, default=5, help="rounds of all peers")
    parser.add_argument("--batch", type=int, default=2000, help="records in a batch")
    parser.add_argument("--only-peers", action="store_true")
    parser.add_argument("--only-scale", action="store_true")
    parser.add_argument("--only-deadlines", action="store_true")
    parser.add_argument("--only-articles", action="store_true")
    parser.add_argument("--only-policy", action="store_true")
    parser.add_argument("--only-feedback", action="store_true")
    parser.add_argument(
        "--invitations", type=int, default=10_000, help="customers who are asked"
    )
    parser.add_argument(
        "--orders", type=int, default=10_000, help="orders of a policy simulation"
    )
    return parser.parse_args(arguments)


class Bench:
    """The databases of the benchmark, and the programs that run in them."""

    def __init__(self, found, oca_addons):
        self.host = found
        folders = ",".join(str(path) for path in (settings.ROOT, *oca_addons))
        self.addons_path = f"--addons-path={folders}"
        self.key = files.get_fingerprint(found.version, addons.get_fingerprint())

    def compare(self, rounds, batch):
        """Measure the three peers, turn by turn in one process."""
        databases = {tables.OURS: self._provide_ours()}
        for peer, module in PEERS.items():
            databases[peer] = self._provide_peer(module)
        with step("Our ticket beside its peers"):
            return self._run_on_clones("compare", databases, rounds=rounds, batch=batch)

    def compare_promises(self, rounds):
        """Measure tickets that get a deadline: ours and OCA's, turn by turn."""
        databases = {
            tables.OURS: self._provide_ours(),
            tables.OCA: self._provide_peer(oca.SLA_MODULE),
        }
        with step("Tickets with a deadline"):
            return self._run_on_clones("promises", databases, rounds=rounds)

    def scale(self, sizes, rounds):
        """Measure databases of several sizes, turn by turn in one process."""
        names = {size: self._provide_big(size) for size in sizes}
        with step("The same at every size"):
            return self._run("scale", names, rounds=rounds)

    def measure_deadlines(self, rounds):
        """Measure deadlines, and the job that finds the few that are due."""
        databases = dict.fromkeys(CLOCKS, self._provide_ours())
        with step("Deadlines"):
            return self._run_on_clones("deadlines", databases, rounds=rounds)

    def search_articles(self, rounds):
        """Measure the search of the help centre among many articles."""
        databases = {tables.OURS: self._provide_ours()}
        with step("Articles"):
            return self._run_on_clones("articles", databases, rounds=rounds)

    def ask_customers(self, options):
        """Measure the job that asks many customers how it was."""
        databases = {tables.OURS: self._provide_ours()}
        with step("Feedback"):
            return self._run_on_clones(
                "feedback", databases, invitations=options.invitations
            )

    def try_policies(self, options):
        """Measure what may come back of a long order, and a policy's simulation."""
        databases = {tables.OURS: self._provide_ours()}
        with step("Return policies"):
            return self._run_on_clones(
                "policy", databases, rounds=options.rounds, orders=options.orders
            )

    def _provide_ours(self):
        return Databases(self.host).provide_product(with_demo=False).name

    def _provide_peer(self, module):
        """Return a database with the host's modules and a peer, made once."""
        base = Databases(self.host).provide_base()
        name = f"{PREFIX}_peer_{module}_{base.fingerprint}"
        if not exists(name):
            unfinished = f"{PREFIX}_tmp_{os.getpid()}"
            with step(f"Database with {module}"):
                clone(base.name, unfinished)
                self._install(unfinished, module)
                rename(unfinished, name)
        return name

    def _provide_big(self, size):
        name = f"{PREFIX}_bench_{self.key}_{size}"
        if not exists(name):
            self._drop_old()
            template = self._provide_ours()
            unfinished = f"{PREFIX}_tmp_{os.getpid()}"
            with step(f"Database with {size:,} tickets"):
                clone(template, unfinished)
                self._run("generate", {size: unfinished}, size=size)
                rename(unfinished, name)
        return name

    def _drop_old(self):
        """Drop the databases of former states of the addon: they are large."""
        for (name,) in postgres.execute(
            f"SELECT datname FROM pg_database WHERE datname ~ '^{PREFIX}_bench_' "
            f"AND datname !~ '_{self.key}_'"
        ):
            drop(name)

    def _install(self, database, module):
        log = settings.CACHE / "logs" / f"install-{database}.log"
        arguments = ["-d", database, "-i", module, self.addons_path]
        code = self.host.run_to_log([*arguments, "--stop-after-init", "--no-http"], log)
        if code:
            fail(f"{module} cannot be installed; the log is {log}")

    def _run_on_clones(self, program, databases, **parameters):
        """Run a program in copies of databases, which are dropped afterwards."""
        prefix = f"{PREFIX}_tmp_{os.getpid()}"
        clones = {subject: f"{prefix}_{i}" for i, subject in enumerate(databases)}
        try:
            for subject, name in clones.items():
                clone(databases[subject], name)
            return self._run(program, clones, **parameters)
        finally:
            for name in clones.values():
                drop(name)

    def _run(self, program, databases, **parameters):
        """Run a module of `benchmarks/inside` in Odoo's shell; return its result.

        :param dict databases: {subject: database}; the shell opens the first
        """
        parameters["databases"] = databases
        source = (
            f"from benchmarks.inside import {program}\n"
            f"print({MARK!r} + {program}.main(env, {json.dumps(parameters)!r}))\n"
        )
        environment = self.host.get_environment()
        paths = [settings.ROOT, environment.get("PYTHONPATH")]
        environment["PYTHONPATH"] = os.pathsep.join(str(path) for path in paths if path)
        command = self.host.get_command(
            *("shell", "-d", next(iter(databases.values())), self.addons_path),
            *("--no-http", "--log-level=warn", "--max-cron-threads=0"),
        )
        output = run(
            command, problem="The benchmark failed.", input=source, env=environment
        )
        for line in output.splitlines():
            if line.startswith(MARK):
                return json.loads(line.removeprefix(MARK))
        return fail(f"The benchmark failed:\n{output}")
