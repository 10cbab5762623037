"""`script/setup`: fetch everything that the other scripts need, and nothing twice."""

from . import host, postgres
from .report import say


def main(arguments):
    """Provide the host and the database server."""
    found = host.provide()
    with postgres.running():
        say(f"Ready: Odoo {found.version}.")
