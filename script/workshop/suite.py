"""`script/test [area …]`: the tests, on clones of a template database."""

import os
import re
import subprocess
import threading
import time

from . import (
    addons,
    host,
    logic_tests,
    logs,
    native_tools,
    network,
    outcomes,
    postgres,
    selection,
    settings,
)
from .databases import Databases
from .report import say

LOGS = settings.CACHE / "logs"
MAXIMUM_JOBS = 2
STOP_SECONDS = 20
DEMO_AREA = "demo"
LOGIC_AREA = "logic"
_USES_BROWSER = re.compile(r"start_tour|browser_js")


def main(arguments):
    """Run the areas that the arguments name, all without any; 0 if all passed."""
    paths = selection.select(arguments)
    found = host.provide()
    total = outcomes.Outcomes()
    problems = []
    logic = [path for path in paths if selection.is_in_area(path, LOGIC_AREA)]
    if logic and found.python:
        total.add(logic_tests.run(found, logic))
    if set(paths) != set(logic) or not found.python:
        problems = _run_in_databases(found, paths, total)
    return _report(total, problems)


def _run_in_databases(found, paths, total):
    """Run files on product databases.

    Those of area `demo` on one with demo data, those of glue addons where these are
    installed.
    """
    special = {DEMO_AREA: [], selection.GLUE_AREA: []}
    for area, part in special.items():
        part += [path for path in paths if selection.is_in_area(path, area)]
    elsewhere = {path for part in special.values() for path in part}
    parts = {None: [path for path in paths if path not in elsewhere], **special}
    problems = []
    with postgres.running():
        for area, part in parts.items():
            if part:
                problems += _run_part(found, part, total, area)
    return problems


def _run_part(found, paths, total, area):
    with_demo, with_glue = area == DEMO_AREA, area == selection.GLUE_AREA
    # Glue addons are installed for one process: that takes longer than their tests.
    jobs = 1 if with_glue else min(MAXIMUM_JOBS, os.cpu_count() or 1)
    shares = selection.share(paths, jobs)
    modules = addons.get_glue_addons() if with_glue else ()
    with Databases(found).cloned(len(shares), with_demo=with_demo) as names:
        runs = [
            Run(found, database, share, any_tag=with_demo, modules=modules)
            for database, share in zip(names, shares, strict=True)
        ]
        _run_together(runs)
    problems = []
    for run in runs:
        total.add(run.outcomes)
        problems += run.outcomes.get_problems([path.stem for path in run.paths])
        selection.remember_durations(run.durations)
    return problems


def _run_together(runs):
    threads = [threading.Thread(target=run.run, daemon=True) for run in runs]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        for run in runs:
            run.stop()
        for thread in threads:
            thread.join(STOP_SECONDS)


class Run:
    """One process of Odoo that runs test files on one database.

    :param modules: what is installed there first
    """

    def __init__(self, found, database, paths, *, any_tag, modules=()):
        self.host = found
        self.database = database
        self.paths = paths
        self.any_tag = any_tag
        self.modules = modules
        self.outcomes = outcomes.Outcomes()
        self.durations = {}
        self.log = LOGS / f"test-{database}.log"
        self.process = None

    def run(self):
        """Run Odoo to its end; print a line for every test class."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        say(f"-> {len(self.paths)} test files; log: {self.log}")
        records = []
        progress = Progress(self.durations)
        started = self.host.started(*self._get_arguments(), **self._get_options())
        with started as self.process, open(self.log, "w") as log:
            for line in self.process.stdout:
                log.write(line)
                record = logs.parse_line(line)
                if record:
                    records.append(record)
                    progress.see(record)
                elif records:
                    records[-1].more.append(line.rstrip("\n"))
        progress.finish()
        self.outcomes.read(records)

    def stop(self):
        """End Odoo if it still runs."""
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def _get_arguments(self):
        return [
            *("-d", self.database),
            f"--test-tags={selection.get_tags(self.paths, any_tag=self.any_tag)}",
            # Some may have installed themselves: these are updated, so they are tested.
            *(
                f"--{way}={','.join(self.modules)}"
                for way in ("init", "update")
                if self.modules
            ),
            "--stop-after-init",
            f"--http-interface={network.LOOPBACK}",
            f"--http-port={network.get_free_port()}",
            # Port 9 discards: no mail leaves by accident.
            *(f"--smtp={network.LOOPBACK}", "--smtp-port=9"),
            f"--screenshots={LOGS / 'screenshots'}",
        ]

    def _get_options(self):
        environment = {}
        if any(_USES_BROWSER.search(path.read_text()) for path in self.paths):
            folder = native_tools.provide_browser()
            if folder:
                environment["PATH"] = f"{folder}{os.pathsep}{os.environ['PATH']}"
        return {
            "environment": environment,
            "stdout": subprocess.PIPE,
            "text": True,
            "errors": "replace",
        }


class Progress:
    """Prints a line when a test class ends, and measures the files."""

    def __init__(self, durations):
        self.durations = durations
        self.current = None
        self.tests = 0
        self.started = 0

    def see(self, record):
        """Follow the log."""
        if not record.message.startswith("Starting "):
            return
        match = re.match(r"Starting (\w+)\.\w+ \.\.\.", record.message)
        if not match:
            return
        key = (record.logger.split(".")[-1], match[1])
        if key != self.current:
            self.finish()
            self.current, self.tests, self.started = key, 0, time.monotonic()
        self.tests += 1

    def finish(self):
        """Print the class that ended."""
        if self.current:
            module, name = self.current
            duration = time.monotonic() - self.started
            self.durations[module] = self.durations.get(module, 0) + duration
            say(f"   {module} {name}: {self.tests} tests, {duration:.1f} s")
            self.current = None


def _report(total, problems):
    """Print what went wrong and, last, the count; return the exit code."""
    for record in total.failures:
        say(f"\n{'=' * 70}\n{record}")
    for record in total.errors:
        say(f"\n{'=' * 70}\nUnexpected in the log: {record}")
    for problem in problems:
        say(f"\nProblem: {problem}")
    say("")
    say(total.get_summary())
    return 0 if total.is_success() and not problems else 1
