"""Who reads the help centre, and how much at once; no cookie is set for it."""

import re
import time

from odoo.http import request
from odoo.tools.misc import hmac

from ..logic.rate_window import RateWindow

# Of one visitor and one server process.
_SEARCHES = RateWindow(limit=60, period=60)
_VOTES = RateWindow(limit=30, period=3600)
# Who announces himself as a machine is no reader.
_MACHINE = re.compile(r"bot|crawl|spider|slurp|preview|monitor|curl|wget", re.I)


def get_visitor():
    """Return (key, ``res.partner``): the log-in, else browser and address.

    The address cannot be read out of the key.
    """
    user = request.env.user
    if not user._is_public():
        return f"p{user.partner_id.id}", user.partner_id
    return get_browser_key(), request.env["res.partner"]


def get_browser_key():
    """Return the key of a browser at an address, whoever is logged in there."""
    agent = request.httprequest.user_agent.string
    seen = f"{request.httprequest.remote_addr}|{agent}"
    # The database's secret never leaves the function.
    digest = hmac(request.env(su=True), "customer_support.help_visitor", seen)
    return f"v{digest[:32]}"


def is_reader():
    """Tell whether the visitor is somebody whom the help centre is for."""
    if request.env.user._is_internal():
        return False
    return not _MACHINE.search(request.httprequest.user_agent.string or "bot")


def may_search():
    """Count a search; tell whether it is within what a person types."""
    return _SEARCHES.allows(get_visitor()[0], time.monotonic())


def may_vote():
    """Count a vote; tell whether it is within what a person reads."""
    return _VOTES.allows(get_visitor()[0], time.monotonic())
