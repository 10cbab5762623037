"""The host: Odoo 19, the user's own or Debian's package in a private folder."""

import os
import shlex
import subprocess
from pathlib import Path

from . import debian, files, python_env, settings
from .report import fail, step
from .shell import child

PACKAGES = [
    "odoo-19",
    # The package's stripped files are links into these.
    "libjs-jquery",
    "libjs-underscore",
    "libjs-jquery-form",
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-inconsolata",
    "fonts-ocr-b",
    "fonts-glyphicons-halflings",
    "fonts-dejavu-core",
]
# Debian's current suites no longer have the web fonts of version 4.7.
PACKAGES_OF_MACHINE = ["fonts-font-awesome"]

ODOO_SUITE = "sid"

DATA = settings.CACHE / "data"  # Odoo's data folder: filestores, who is logged in


class Host:
    """How to run one Odoo.

    :param list command: the program, to which Odoo's own arguments are added
    :param str version: for keys of databases
    """

    def __init__(self, command, version, python_path=None, python=None):
        self.command = command
        self.version = version
        self.python_path = python_path
        self.python = python

    def get_command(self, *arguments):
        """Return a command line that adds this clone to the host's own addons.

        :param arguments: a sub-command first, if any, then Odoo's options
        """
        words = [str(argument) for argument in arguments]
        verb = [words.pop(0)] if words and not words[0].startswith("-") else []
        options = [f"--addons-path={settings.ROOT}", f"--data-dir={DATA}"]
        return [*self.command, *verb, *options, *words]

    def run_to_log(self, arguments, log):
        """Run Odoo with its output in a file; return its exit code."""
        log.parent.mkdir(parents=True, exist_ok=True)
        with open(log, "w") as output, self.started(*arguments, stdout=output) as odoo:
            return odoo.wait()

    def started(self, *arguments, environment=None, **options):
        """Have Odoo running while the block runs."""
        return child(
            self.get_command(*arguments),
            env={**self.get_environment(), **(environment or {})},
            stderr=subprocess.STDOUT,
            **options,
        )

    def get_environment(self):
        """Return the variables for a process of Odoo."""
        environment = dict(os.environ)
        if self.python_path:
            environment["PYTHONPATH"] = str(self.python_path)
        return environment


def provide():
    """Return the host, fetching what is missing."""
    files.ensure_cache()
    if settings.ODOO_COMMAND:
        return _get_command_host(settings.ODOO_COMMAND)
    if settings.ODOO_SOURCE:
        return _get_source_host(Path(settings.ODOO_SOURCE).absolute())
    return _get_packaged_host()


def _get_command_host(command):
    return Host(shlex.split(command), files.get_fingerprint(command))


def _get_source_host(source):
    if not (source / "odoo" / "release.py").exists():
        fail(
            f"ODOO_SOURCE={source} holds no `odoo/release.py`: not an Odoo source tree."
        )
    python = settings.ODOO_PYTHON or python_env.get_host_environment().provide()
    return Host(
        [str(python), "-m", "odoo"],
        files.get_fingerprint(source / "odoo" / "release.py"),
        python_path=source,
        python=python,
    )


def _get_packaged_host():
    root = settings.CACHE / "host"
    with files.lock("host"):
        if not (root / "version").exists():
            with step("Odoo 19 (from Debian, 130 MB)"):
                _download(root)
    python = python_env.get_host_environment().provide()
    packages = root / "usr" / "lib" / "python3" / "dist-packages"
    return Host(
        [str(python), "-m", "odoo"],
        (root / "version").read_text(),
        python_path=packages,
        python=python,
    )


def _download(root):
    with files.building(root) as folder:
        debian.unpack(debian.Archive().download(PACKAGES_OF_MACHINE), folder)
        debs = debian.Archive(ODOO_SUITE).download(PACKAGES)
        version = debian.get_version(debs, "odoo-19")
        debian.unpack(debs, folder)
        (folder / "version").write_text(version)
