"""What became of every test, read from Odoo's log.

Reading the log works with any Odoo, also one that is only a command. The numbers are
compared with the count that Odoo itself prints at the end.
"""

import re
from collections import Counter

from . import logs

_STARTING = re.compile(r"^Starting (\S+) \.\.\.")
_SUBJECT = r"(?:Subtest )?((?:setUpClass|tearDownClass) \(\S+\)|\S+)"
_SKIPPED = re.compile(rf"^skipped {_SUBJECT} : ")
_FAILED = re.compile(rf"^(?:FAIL|ERROR): {_SUBJECT}")
_CLASS_FIXTURE = re.compile(r"^(\w+) \((\S+)\.(\w+)\)$")
_COUNT = re.compile(r"^\d+ failed, \d+ error\(s\) of (\d+) tests when loading")
# Odoo repeats that tests failed; the tests have said so themselves.
_REPEATED = re.compile(r"At least one test failed|^Module \S+: \d+ failures")


class Outcomes:
    """Tests by identifier (`module path:Class.method`) with their outcome."""

    def __init__(self):
        self.tests = {}
        self.failures = []
        self.errors = []
        self.started = 0
        self.announced = None

    def read(self, records):
        """Take in the whole log of one run of Odoo.

        :param list records: of `logs.Record`
        """
        for record in records:
            self._read_record(record)

    def _read_record(self, record):
        count = _COUNT.match(record.message)
        if count:
            self.announced = (self.announced or 0) + int(count[1])
        elif match := _STARTING.match(record.message):
            self.started += 1
            self.tests.setdefault(get_identifier(record, match[1]), "passed")
        elif match := _SKIPPED.match(record.message):
            self._set(get_identifier(record, match[1]), "skipped")
        elif match := _FAILED.match(record.message):
            self._set(get_identifier(record, match[1]), "failed")
            self.failures.append(record)
        elif not _REPEATED.search(record.message):
            self.errors += logs.get_unexpected_errors([record])

    def _set(self, identifier, outcome):
        """Note an outcome; a failure is never overwritten."""
        if self.tests.get(identifier) != "failed":
            self.tests[identifier] = outcome

    def add(self, other):
        """Merge the outcomes of another run; a test that failed in one has failed."""
        for identifier, outcome in other.tests.items():
            self._set(identifier, outcome)
        self.failures += other.failures
        self.errors += other.errors

    def get_problems(self, modules):
        """Return why a run of Odoo cannot be trusted, whatever its tests say.

        :param list modules: names of the test modules that had to run
        """
        problems = []
        if self.announced is None:
            problems.append("Odoo stopped before it printed its own count.")
        elif self.announced != self.started:
            problems.append(
                f"Odoo counts {self.announced} tests, its log shows {self.started}."
            )
        ran = {identifier.split(":")[0] for identifier in self.tests}
        for module in modules:
            if not any(name.endswith(f".{module}") for name in ran):
                problems.append(
                    f"{module}: no test ran. Is it imported in tests/__init__.py, "
                    "and tagged post_install?"
                )
        return problems

    def get_summary(self):
        """Return the count, as the last line of the command."""
        counts = Counter(self.tests.values())
        summary = f"{counts['passed']} passed, {counts['failed']} failed"
        return (
            f"{summary}, {counts['skipped']} skipped" if counts["skipped"] else summary
        )

    def is_success(self):
        """Tell whether tests ran, all passed, and nothing else went wrong."""
        outcomes = Counter(self.tests.values())
        return bool(outcomes["passed"]) and not outcomes["failed"] and not self.errors


def get_identifier(record, description):
    """Return a stable name of the test, or class fixture, that a record is about."""
    fixture = _CLASS_FIXTURE.match(description)
    if fixture:
        return f"{fixture[2]}:{fixture[3]}.{fixture[1]}"
    return f"{record.logger}:{description}"
