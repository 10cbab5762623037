"""Where things are, and the variables by which a user changes it.

CUSTOMER_SUPPORT_CACHE  everything downloaded or created (default: see `_default_cache`)
ODOO_SOURCE             an existing Odoo 19 source tree (`odoo/` and `addons/`)
ODOO_PYTHON             the interpreter for it (default: a private environment)
ODOO_COMMAND            or: an existing `odoo` command, with its own interpreter
PGHOST, PGPORT, ...     an existing PostgreSQL, by its usual variables
"""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDON = "customer_support"
SCRIPT = ROOT / "script"

MINIMUM_PYTHON = (3, 11)
MINIMUM_FREE_GB = 5


def _default_cache():
    """Return a folder outside the clone; root's home is closed to PostgreSQL's user."""
    if os.geteuid() == 0:
        return Path("/var/cache") / ADDON
    home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(home).expanduser() / ADDON


CACHE = Path(os.environ.get("CUSTOMER_SUPPORT_CACHE") or _default_cache()).absolute()

ODOO_SOURCE = os.environ.get("ODOO_SOURCE")
ODOO_PYTHON = os.environ.get("ODOO_PYTHON")
ODOO_COMMAND = os.environ.get("ODOO_COMMAND")


def get_addons():
    """Return the folders of this clone that are Odoo addons, sorted."""
    return sorted(path.parent for path in ROOT.glob("*/__manifest__.py"))
