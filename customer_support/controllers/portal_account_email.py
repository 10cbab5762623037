import time

from odoo import http
from odoo.exceptions import AccessDenied, UserError
from odoo.http import request

from ..logic.rate_window import RateWindow
from .portal import SupportPortal

# Attempts of one user: each may guess a password, or write to a stranger.
_attempts = RateWindow(limit=5, period=3600)


class SupportPortalAccountEmail(SupportPortal):
    """The pages by which a customer gives his account another mail address."""

    @http.route(
        "/my/support/email",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
    )
    def portal_account_email(self, email="", password="", **_kwargs):
        """Show the form, or ask the new address."""
        values = {"email": email, "error": "", "sent": False}
        if request.httprequest.method == "POST":
            try:
                self._request_change(email, password)
                values["sent"] = True
            except AccessDenied:
                values["error"] = request.env._("The password is not right.")
            except UserError as error:
                values["error"] = str(error)
        return self._render_account_page("portal_account_email", values)

    def _request_change(self, email, password):
        user = request.env.user
        if not _attempts.allows(user.id, time.monotonic()):
            raise UserError(request.env._("That was a lot at once. Try again later."))
        credential = {"login": user.login, "password": password, "type": "password"}
        request.env["res.users"]._check_credentials(credential, {"interactive": True})
        request.env["support.account.email"]._request_change(user, email)

    @http.route(
        "/support/email/<string:token>",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        website=True,
        sitemap=False,
    )
    def portal_account_email_confirm(self, token, **_kwargs):
        """Ask once more, then change: programs that follow links confirm nothing."""
        changes = request.env["support.account.email"]
        _user_sudo, email = changes._find_change(token)
        values = {"email": email, "token": token, "error": "", "done": False}
        if request.httprequest.method == "POST":
            try:
                changes._confirm_change(token)
                values["done"] = True
            except UserError as error:
                values["error"] = str(error)
        return self._render_account_page("portal_account_email_confirm", values)

    def _render_account_page(self, template, values):
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "support_email",
            "no_breadcrumbs": True,
            **values,
        }
        status = 422 if values["error"] else 200
        return self._render_page(f"customer_support.{template}", values, status)
