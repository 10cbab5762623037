"""Private Python environments with pinned packages from PyPI."""

import importlib.util
import shutil
import sys
import time
from pathlib import Path

from . import debian, files, settings
from .report import fail, step
from .shell import run

KEPT_SECONDS = 7 * 24 * 3600

# Wheels need no compiler; these alone have none, and are pure Python.
PIP_OPTIONS = [
    *("install", "-q", "--no-compile", "--disable-pip-version-check"),
    *("--only-binary=:all:", "--no-binary=docopt,localstripe"),
]


class Environment:
    """A virtual environment that holds exactly one requirements file.

    :param str name: folder in the cache
    :param Path requirements: pinned packages; a change makes a new environment
    """

    def __init__(self, name, requirements):
        self.name = name
        self.requirements = requirements
        key = files.get_fingerprint(requirements, sys.version, sys.base_prefix)
        self.folder = settings.CACHE / "python" / f"{name}-{key}"
        self.bin = self.folder / "bin"
        self.python = self.bin / "python"

    def provide(self):
        """Create the environment if it is not there; return its interpreter."""
        with files.lock(f"python-{self.name}"):
            if not (self.folder / "complete").exists():
                self._check_python()
                with step(f"Python packages for {self.name} (from PyPI)"):
                    self._create()
        return self.python

    def _check_python(self):
        if sys.version_info < settings.MINIMUM_PYTHON:
            fail("Python 3.11 or newer is needed; set PATH so that python3 is one.")

    def _create(self):
        """Create in place: an environment contains its own path and cannot move.

        The file `complete` is written last; without it the next run starts again.
        """
        files.ensure_free_space()
        run(
            [sys.executable, "-m", "venv", "--clear", "--without-pip", self.folder],
            problem="The Python environment cannot be made.",
        )
        run(
            [self.python, f"{get_pip()}/pip", *PIP_OPTIONS, "-r", self.requirements],
            problem="Python packages cannot be installed. Is there a network?",
        )
        (self.folder / "complete").touch()
        self._forget_old()

    def _forget_old(self):
        """Remove environments of former requirements that nobody can still use."""
        for folder in self.folder.parent.glob(f"{self.name}-*"):
            if folder.stat().st_mtime < time.time() - KEPT_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)


def get_pip():
    """Return a wheel of pip; a wheel runs without installing."""
    has_pip = importlib.util.find_spec("ensurepip") is not None
    return _get_bundled_pip() if has_pip else _get_debian_pip()


def _get_bundled_pip():
    """Return the pip wheel that comes with Python."""
    import ensurepip

    return next((Path(ensurepip.__file__).parent / "_bundled").glob("pip-*.whl"))


def _get_debian_pip():
    """Return the pip wheel of Debian, which takes ensurepip out of its Python."""
    folder = debian.provide("pip", ["python3-pip-whl", "python3-setuptools-whl"])
    return next(folder.glob("usr/share/python-wheels/pip-*.whl"))


def get_host_environment():
    """Return the environment that runs Odoo."""
    return Environment("odoo", settings.SCRIPT / "requirements.txt")


def get_mail_environment():
    """Return the environment of the SMTP sink, which any Odoo can be used with."""
    return Environment("mail", settings.SCRIPT / "requirements-mail.txt")


def get_lint_environment():
    """Return the environment of the linters, apart so that a server needs none."""
    return Environment("lint", settings.SCRIPT / "requirements-lint.txt")
