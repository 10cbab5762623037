import uuid

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .portal_return import SupportPortalReturn


class SupportPortalCancellation(SupportPortalReturn):
    """Customers cancel what has not left yet."""

    @http.route(
        "/my/orders/<int:order_id>/cancellation",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        website=True,
        sitemap=False,
    )
    def portal_order_cancellation(self, order_id, access_token=None, **form):
        """Show what can still be cancelled, or cancel it."""
        order_sudo = self._get_order_to_return(order_id, access_token)
        if not order_sudo:
            return self._render_no_ticket()
        if request.httprequest.method != "POST":
            return self._render_cancellation(order_sudo, access_token, form)
        try:
            with request.env.cr.savepoint():
                submission_sudo, is_first = self._claim_form(form.get("form_key"))
                if is_first:
                    resolution_sudo = self._cancel_order(order_sudo, form)
                    submission_sudo.ticket_id = resolution_sudo.ticket_id
        except UserError as error:
            return self._render_cancellation(order_sudo, access_token, form, error)
        ticket_sudo = submission_sudo.ticket_id
        by_link = self._is_let_in_by_link(ticket_sudo)
        token = ticket_sudo._portal_ensure_token() if by_link else None
        return self._redirect_to_ticket(ticket_sudo, token, "created")

    def _cancel_order(self, order_sudo, form):
        chosen = request.httprequest.form.getlist("line_id")
        return request.env["support.resolution"]._portal_cancel_order(
            order_sudo,
            {int(value) for value in chosen if value.isdecimal()},
            form["text"] if isinstance(form.get("text"), str) else "",
            **self._get_asker(order_sudo),
        )

    def _render_cancellation(self, order_sudo, access_token, form, error=None):
        resolutions = request.env["support.resolution"]
        values = {
            **self._prepare_order_values(order_sudo, access_token, form, error),
            "page_name": "support_cancellation",
            "form_key": uuid.uuid4().hex,
            "verdicts": resolutions._portal_get_cancellable(order_sudo),
        }
        return self._render_page(
            "customer_support.portal_new_cancellation", values, 422 if error else 200
        )
