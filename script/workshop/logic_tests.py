"""Tests of `logic/` without a database: a second instead of a minute.

They run again in Odoo when the whole suite runs.
"""

import subprocess
from pathlib import Path

from . import logs, outcomes, settings
from .report import say
from .shell import child

RUNNER = Path(__file__).parent / "inside" / "logic_runner.py"


def run(found, paths):
    """Run test files with the host's Python, and return their outcomes."""
    say(f"-> {len(paths)} test files of logic, without a database")
    modules = [
        ".".join(path.relative_to(settings.ROOT).with_suffix("").parts)
        for path in paths
    ]
    command = [found.python, RUNNER, settings.ROOT, *modules]
    options = {
        "stdout": subprocess.PIPE,
        "stderr": subprocess.STDOUT,
        "text": True,
        "env": found.get_environment(),
    }
    with child(command, **options) as process:
        lines = process.stdout.read().splitlines()
    result = outcomes.Outcomes()
    result.read(logs.parse(lines))
    if process.returncode:
        result.errors.append(logs.Record("ERROR", "logic", "\n".join(lines[-20:])))
    return result
