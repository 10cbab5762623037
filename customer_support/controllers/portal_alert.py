from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .portal import SupportPortal


class SupportPortalAlert(SupportPortal):
    """Where somebody who was called answers, by the link of his mail.

    Programs that follow links only look: whatever changes something is a button.
    """

    @http.route(
        "/support/alert/<int:alert_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def support_alert(self, alert_id, token, **_kwargs):
        """Show the alert to the one whose link it is."""
        alert_sudo = self._find_alert(alert_id, token)
        if not alert_sudo:
            return self._render_no_alert()
        return self._render_alert(alert_sudo, token)

    @http.route(
        "/support/alert/<int:alert_id>/<string:token>/acknowledge",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def support_alert_acknowledge(self, alert_id, token, **_kwargs):
        """He takes care of it."""
        return self._answer(alert_id, token, lambda alert: alert._acknowledge("link"))

    @http.route(
        "/support/alert/<int:alert_id>/<string:token>/resolve",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def support_alert_resolve(self, alert_id, token, **_kwargs):
        """It is done."""
        return self._answer(alert_id, token, lambda alert: alert._resolve("link"))

    @http.route(
        "/support/alert/<int:alert_id>/<string:token>/hand_over",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def support_alert_hand_over(self, alert_id, token, user_id=None, **_kwargs):
        """A colleague is called."""

        def hand_over(alert_sudo):
            colleague = alert_sudo._get_colleagues().filtered(
                lambda user: str(user.id) == user_id
            )
            alert_sudo._hand_over(colleague, "link")

        return self._answer(alert_id, token, hand_over)

    # -- Helpers --------------------------------------------------------------------
    def _find_alert(self, alert_id, token):
        # Whose link it is, is who acts; the visitor himself may be nobody.
        return request.env["support.alert"]._find_by_link(alert_id, token)

    def _answer(self, alert_id, token, do):
        alert_sudo = self._find_alert(alert_id, token)
        if not alert_sudo:
            return self._render_no_alert()
        try:
            with request.env.cr.savepoint():
                do(alert_sudo)
        except UserError as error:
            return self._render_alert(alert_sudo, token, error)
        return request.redirect(f"/support/alert/{alert_id}/{token}")

    def _render_alert(self, alert_sudo, token, error=None):
        user = alert_sudo.env.user
        request.update_context(lang=user.lang)
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "support_alert",
            "no_breadcrumbs": True,
            "alert": alert_sudo,
            "user": user,
            "zone": user.tz or "UTC",
            "url": f"/support/alert/{alert_sudo.id}/{token}",
            "colleagues": alert_sudo._get_colleagues() - user,
            "error": str(error) if error else "",
        }
        status = 422 if error else 200
        return self._render_page(
            "customer_support.portal_support_alert", values, status
        )

    def _render_no_alert(self):
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "support_alert",
            "no_breadcrumbs": True,
        }
        return self._render_page(
            "customer_support.portal_no_support_alert", values, status=404
        )
