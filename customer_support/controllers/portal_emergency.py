import time
import uuid

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..logic.rate_window import RateWindow
from .portal_ticket import SupportPortalTicket

_FIELDS = ("name", "email", "phone", "subject", "text")
# A field that people do not see, and programs fill in.
_TRAP = "homepage"

# Forms that one address of the network may hand in to this server in an hour.
_form_rate = RateWindow(limit=20, period=3600)


class SupportPortalEmergency(SupportPortalTicket):
    """The page by which anybody calls somebody of a team that offers it."""

    @http.route(
        "/support/emergency",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        website=True,
        sitemap=False,
    )
    def support_emergency(self, **form):
        """Show the form, or call somebody."""
        teams_sudo = request.env["support.emergency.form"]._get_teams(
            request.env.company
        )
        if not teams_sudo:
            raise request.not_found()
        # A field that holds a file where text belongs counts as empty.
        form = {name: value for name, value in form.items() if isinstance(value, str)}
        if request.httprequest.method != "POST":
            return self._render_emergency(teams_sudo, form, sent="sent" in form)
        try:
            with request.env.cr.savepoint():
                self._hand_in(teams_sudo, form)
        except UserError as error:
            return self._render_emergency(teams_sudo, form, error=error)
        return request.redirect("/support/emergency?sent=1")

    def _hand_in(self, teams_sudo, form):
        """Hand in the form once.

        :raise UserError: something is missing, or this network has sent too much
        """
        _form, is_first = self._claim_form(form.get("form_key"))
        if form.get(_TRAP) or not is_first:
            # Programs, and pages that were sent twice, read the same as people.
            return
        if not _form_rate.allows(request.httprequest.remote_addr, time.monotonic()):
            raise UserError(
                request.env._("That was a lot at once. Please call us by phone.")
            )
        team_sudo = teams_sudo.filtered(lambda team: str(team.id) == form.get("team"))
        request.env["support.emergency.form"]._hand_in(
            team_sudo or teams_sudo[0],
            **{name: form.get(name, "") for name in _FIELDS},
        )

    def _render_emergency(self, teams_sudo, form, error=None, sent=False):
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "support_emergency",
            "no_breadcrumbs": True,
            "teams": teams_sudo,
            "form": {name: form.get(name, "") for name in (*_FIELDS, "team")},
            "form_key": uuid.uuid4().hex,
            "error": str(error) if error else "",
            "sent": sent,
        }
        status = 422 if error else 200
        return self._render_page(
            "customer_support.portal_support_emergency", values, status
        )
