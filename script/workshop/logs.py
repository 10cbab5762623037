"""Odoo's log as records, and the errors in it that nobody expects."""

import re
from dataclasses import dataclass, field

# Errors that say nothing about the addon: pattern and reason. Keep it short.
ALLOWED_ERRORS = [
    (
        r"mail/static/lib/selfie_segmentation",
        "Debian's package leaves out this library, which only video calls use",
    ),
]

_LINE = re.compile(
    r"^\S+ \S+ \d+ (?P<level>DEBUG|INFO|WARNING|ERROR|CRITICAL) "
    r"(?P<database>\S+) (?P<logger>[^:]+): (?P<message>.*)$"
)


@dataclass
class Record:
    """One entry of the log."""

    level: str
    logger: str
    message: str
    more: list = field(default_factory=list)

    def __str__(self):
        return "\n".join([f"{self.level} {self.logger}: {self.message}", *self.more])


def parse(lines):
    """Return the records of log lines; a traceback belongs to the record before it."""
    records = []
    for line in lines:
        record = parse_line(line)
        if record:
            records.append(record)
        elif records:
            records[-1].more.append(line.rstrip("\n"))
    return records


def parse_line(line):
    """Return the record that starts on a line, None for the rest of one."""
    match = _LINE.match(line)
    if not match:
        return None
    return Record(match["level"], match["logger"], match["message"])


def get_unexpected_errors(records):
    """Return the records of level ERROR or CRITICAL that are not allowed."""
    return [
        record
        for record in records
        if record.level in ("ERROR", "CRITICAL") and not _is_allowed(record)
    ]


def _is_allowed(record):
    return any(re.search(pattern, str(record)) for pattern, _reason in ALLOWED_ERRORS)
