"""`script/odoo …`: any command of the host, with this clone's addons and database."""

import subprocess

from . import host, postgres


def main(arguments):
    """Run Odoo with the given arguments and return its exit code."""
    found = host.provide()
    with postgres.running():
        command = found.get_command(*arguments)
        return subprocess.call(command, env=found.get_environment())
