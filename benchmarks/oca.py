"""OCA's help desk, from PyPI into the cache: measured beside ours, used by nothing."""

import sys

from workshop import files, python_env, settings
from workshop.shell import run

PACKAGE = "odoo-addon-helpdesk_mgmt"
VERSION = "19.0.1.3.2"
MODULE = "helpdesk_mgmt"


def provide():
    """Return the folder to add to the addons path, fetched once."""
    folder = settings.CACHE / "bench" / f"{MODULE}-{VERSION}"
    with files.lock("bench-oca"):
        if not folder.exists():
            with files.building(folder) as unfinished:
                _install(unfinished)
    return folder / "odoo" / "addons"


def _install(folder):
    run(
        [
            *(sys.executable, f"{python_env.get_pip()}/pip", "install", "-q"),
            *("--no-deps", "--no-compile", "--only-binary=:all:"),
            *("--disable-pip-version-check", "--target", folder),
            f"{PACKAGE}=={VERSION}",
        ],
        problem=f"{PACKAGE} cannot be installed. Is there a network?",
    )
