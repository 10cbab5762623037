import uuid

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager

from .portal_ticket import SupportPortalTicket

_RETURNS_PER_PAGE = 30
_NOTICES = ("requested", "cancelled")


class SupportPortalReturn(SupportPortalTicket):
    """Customers send goods back: from their order, to the money."""

    # -- Asking ---------------------------------------------------------------------
    @http.route(
        "/my/orders/<int:order_id>/return",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        website=True,
        sitemap=False,
    )
    def portal_order_return(self, order_id, access_token=None, **form):
        """Choose what comes back; read what is possible; send it off."""
        order_sudo = self._get_order_to_return(order_id, access_token)
        if not order_sudo:
            return self._render_no_ticket()
        form = {name: value for name, value in form.items() if isinstance(value, str)}
        returns = request.env["support.return"]
        if request.httprequest.method != "POST":
            return self._render_choice(order_sudo, access_token, form)
        wishes = []
        try:
            wishes = returns._portal_read_wishes(order_sudo, form)
            offer = returns._portal_get_offer(order_sudo, wishes)
        except UserError as error:
            return self._render_choice(order_sudo, access_token, form, error)
        if form.get("step") != "send":
            return self._render_offer(order_sudo, access_token, form, offer)
        try:
            with request.env.cr.savepoint():
                submission_sudo, is_first = self._claim_form(form.get("form_key"))
                if is_first:
                    return_sudo = self._request_return(order_sudo, wishes, form)
                    submission_sudo.ticket_id = return_sudo.ticket_id
        except UserError as error:
            return self._render_offer(order_sudo, access_token, form, offer, error)
        # The same form again: show what it did the first time.
        return self._show_requested(submission_sudo.ticket_id)

    def _get_order_to_return(self, order_id, access_token):
        """Return the order in sudo if it is the visitor's, or the link's; else none."""
        orders = request.env["sale.order"]
        if request.env.user._is_internal():
            return orders
        token = access_token if isinstance(access_token, str) else None
        try:
            order_sudo = self._document_check_access(
                "sale.order", order_id, token if token and token.isascii() else None
            )
        except (AccessError, MissingError):
            return orders
        return order_sudo if order_sudo.state == "sale" else orders

    def _get_asker(self, order_sudo):
        """Return who asks: the one who is logged in, else the order's customer."""
        user = request.env.user
        customer = order_sudo.partner_id
        is_his = (
            not user._is_public()
            and user.partner_id.commercial_partner_id == customer.commercial_partner_id
        )
        return {
            "partner": user.partner_id if is_his else customer,
            "by_link": not is_his,
        }

    def _request_return(self, order_sudo, wishes, form):
        return request.env["support.return"]._portal_request(
            order_sudo,
            wishes,
            form.get("outcome") or False,
            form.get("text") or "",
            self._read_files(),
            **self._get_asker(order_sudo),
        )

    def _show_requested(self, ticket_sudo):
        """Show what was asked for; by link, to who had the order's link."""
        return_sudo = ticket_sudo.return_ids.sorted("id")[-1:]
        arguments = {"notice": "requested"}
        if self._is_let_in_by_link(ticket_sudo):
            arguments["access_token"] = ticket_sudo._portal_ensure_token()
        return request.redirect_query(f"/my/returns/{return_sudo.id}", arguments)

    # -- Looking --------------------------------------------------------------------
    @http.route(
        ["/my/returns", "/my/returns/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        sitemap=False,
    )
    def portal_my_returns(self, page=1, **_kwargs):
        """List the returns of the visitor's firm."""
        # Customers have no rights on returns: those of tickets that they may read.
        returns_sudo = request.env["support.return"].sudo()
        domain = self._prepare_returns_domain()
        pages = pager(
            "/my/returns",
            returns_sudo.search_count(domain),
            page=page,
            step=_RETURNS_PER_PAGE,
        )
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "support_return",
            "default_url": "/my/returns",
            "pager": pages,
            "returns": returns_sudo.search(
                domain, limit=_RETURNS_PER_PAGE, offset=pages["offset"]
            ),
        }
        return self._render_page("customer_support.portal_my_returns", values)

    def _prepare_returns_domain(self):
        tickets = request.env["support.ticket"]
        if not tickets.has_access("read"):
            return Domain.FALSE
        customer = request.env.user.partner_id.commercial_partner_id
        found = tickets._search(self._prepare_tickets_domain(), order="id")
        return Domain("ticket_id", "in", found) & Domain(
            "partner_id.commercial_partner_id", "=", customer.id
        )

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "support_return_count" in counters:
            returns_sudo = request.env["support.return"].sudo()
            values["support_return_count"] = returns_sudo.search_count(
                self._prepare_returns_domain()
            )
        return values

    @http.route(
        "/my/returns/<int:return_id>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
    )
    def portal_my_return(self, return_id, access_token=None, notice=None, **_kwargs):
        """Show a return to its customer, logged in or with the link of a mail."""
        return_sudo = self._get_portal_return(return_id, access_token)
        if not return_sudo:
            return self._render_no_ticket()
        return self._render_return(return_sudo, access_token, notice=notice)

    @http.route(
        "/my/returns/<int:return_id>/slip",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
    )
    def portal_return_slip(self, return_id, access_token=None, **_kwargs):
        """Show what the customer prints and puts on the parcel."""
        return_sudo = self._get_portal_return(return_id, access_token)
        if not return_sudo or not return_sudo._portal_needs_parcel():
            return self._render_no_ticket()
        values = {"docs": return_sudo, "report_type": "html"}
        return self._render_page("customer_support.support_return_slip", values)

    def _get_portal_return(self, return_id, access_token):
        """Return the return in sudo if the visitor may see its ticket, else none."""
        returns_sudo = request.env["support.return"].sudo()
        return_sudo = returns_sudo.browse(return_id).exists()
        ticket_sudo = return_sudo and self._get_portal_ticket(
            return_sudo.ticket_id.id, access_token
        )
        customer = return_sudo.partner_id.commercial_partner_id
        if not ticket_sudo or ticket_sudo.commercial_partner_id != customer:
            # The ticket has become another customer's: what came back has not.
            return returns_sudo.browse()
        ticket_sudo = self._in_visitors_language(ticket_sudo)
        return return_sudo.with_context(lang=ticket_sudo.env.context.get("lang"))

    # -- Changing -------------------------------------------------------------------
    @http.route(
        "/my/returns/<int:return_id>/cancel",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def portal_return_cancel(self, return_id, access_token=None, **_kwargs):
        """The customer keeps what he wanted to send back."""
        return_sudo = self._get_portal_return(return_id, access_token)
        if not return_sudo or request.env.user._is_internal():
            return self._render_no_ticket()
        try:
            with request.env.cr.savepoint():
                visitor = self._get_visitor(return_sudo.ticket_id)
                return_sudo._portal_cancel(**visitor)
        except UserError as error:
            return self._render_return(return_sudo, access_token, error=error)
        arguments = {"notice": "cancelled"}
        if access_token:
            arguments["access_token"] = access_token
        return request.redirect_query(f"/my/returns/{return_id}", arguments)

    # -- Rendering ------------------------------------------------------------------
    def _prepare_order_values(self, order_sudo, access_token, form, error):
        # Reasons are configuration: the same for every customer.
        reasons_sudo = request.env["support.return.reason"].sudo().search([])
        return {
            **self._prepare_portal_layout_values(),
            "page_name": "support_return_new",
            "no_breadcrumbs": request.env.user._is_public(),
            "order": order_sudo,
            "access_token": access_token,
            "form": form,
            "reasons": reasons_sudo,
            "error": str(error) if error else "",
        }

    def _render_choice(self, order_sudo, access_token, form, error=None):
        verdicts = order_sudo.with_env(request.env)._get_return_verdicts()
        values = {
            **self._prepare_order_values(order_sudo, access_token, form, error),
            "verdicts": [
                (line.sudo(), verdict)
                for line, verdict in verdicts.items()
                if line.sudo()._filter_goods()
            ],
        }
        return self._render_page(
            "customer_support.portal_new_return", values, 422 if error else 200
        )

    def _render_offer(self, order_sudo, access_token, form, offer, error=None):
        values = {
            **self._prepare_order_values(order_sudo, access_token, form, error),
            "offer": offer,
            "form_key": uuid.uuid4().hex,
            "limits": request.env["support.ticket"]._portal_get_file_limits(),
        }
        return self._render_page(
            "customer_support.portal_new_return_offer", values, 422 if error else 200
        )

    def _render_return(self, return_sudo, access_token, error=None, notice=None):
        user = request.env.user
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "support_return",
            "support_return": return_sudo,
            "zone": self._get_zone(return_sudo.ticket_id),
            "access_token": access_token,
            "is_preview": user._is_internal(),
            "no_breadcrumbs": user._is_public(),
            "error": str(error) if error else "",
            "notice": notice if notice in _NOTICES else "",
        }
        return self._render_page(
            "customer_support.portal_my_return", values, 422 if error else 200
        )
