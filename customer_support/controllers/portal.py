from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..const import ENDED_KINDS, OPEN_KINDS

_TICKETS_PER_PAGE = 30
# Pages of customers fetch nothing from elsewhere and tell nobody where they were.
_PAGE_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "img-src 'self' data: blob:; media-src 'self'; "
    "object-src 'none'; frame-src 'self'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "SAMEORIGIN",
    "X-Robots-Tag": "noindex",
}


class SupportPortal(CustomerPortal):
    """What all pages about tickets share, the list of tickets, and the card at home."""

    # -- Access ---------------------------------------------------------------------
    def _get_portal_ticket(self, ticket_id, access_token=None):
        """Return the ticket that a visitor may see: the only way to one.

        :param int ticket_id: as the visitor gave it
        :param str access_token: from the link of a mail
        :return: ``support.ticket`` in sudo, in the visitor's environment, or none if he
            may not see it or there is none: the two look the same
        """
        tickets = request.env["support.ticket"]
        # Only text in ASCII can be compared in constant time.
        is_text = isinstance(access_token, str) and access_token.isascii()
        token = access_token if is_text else None
        try:
            self._document_check_access("support.ticket", ticket_id, token)
        except (AccessError, MissingError):
            return tickets
        ticket_sudo = tickets.sudo().browse(ticket_id)
        return ticket_sudo if ticket_sudo.cancel_reason != "spam" else tickets

    def _is_let_in_by_link(self, ticket_sudo):
        """Tell whether the visitor would not see the ticket without the link."""
        return not ticket_sudo.sudo(False).has_access("read")

    # -- Rendering ------------------------------------------------------------------
    def _render_page(self, template, values, status=200):
        response = request.render(template, values, status=status)
        response.headers.update(_PAGE_HEADERS)
        return response

    def _render_no_ticket(self):
        values = {**self._prepare_portal_layout_values(), "page_name": "support_ticket"}
        return self._render_page("customer_support.portal_no_ticket", values, status=404)

    # -- Home -----------------------------------------------------------------------
    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "support_ticket_count" in counters:
            tickets = request.env["support.ticket"]
            values["support_ticket_count"] = (
                tickets.search_count(self._prepare_tickets_domain())
                if tickets.has_access("read")
                else 0
            )
        return values

    # -- List -----------------------------------------------------------------------
    @http.route(
        ["/my/tickets", "/my/tickets/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
    )
    def portal_my_tickets(
        self, page=1, sortby=None, filterby=None, search=None, search_in=None, **_kwargs
    ):
        """List the tickets of the visitor's firm."""
        sortings, filters = self._get_ticket_sortings(), self._get_ticket_filters()
        inputs = self._get_ticket_search_inputs()
        sortby = sortby if sortby in sortings else "newest"
        filterby = filterby if filterby in filters else "all"
        search_in = search_in if search_in in inputs else "all"
        search = (search or "")[:100]
        domain = self._prepare_tickets_domain() & filters[filterby]["domain"]
        if search:
            domain &= self._get_ticket_search_domain(search_in, search)
        tickets = request.env["support.ticket"]
        arguments = {
            "sortby": sortby,
            "filterby": filterby,
            "search": search,
            "search_in": search_in,
        }
        pager_values = pager(
            "/my/tickets",
            tickets.search_count(domain),
            page=page,
            step=_TICKETS_PER_PAGE,
            url_args=arguments,
        )
        found = tickets.search(
            domain,
            order=sortings[sortby]["order"],
            limit=_TICKETS_PER_PAGE,
            offset=pager_values["offset"],
        )
        values = {
            **self._prepare_portal_layout_values(),
            **arguments,
            "page_name": "support_ticket",
            "default_url": "/my/tickets",
            "tickets": found.sudo(),
            "pager": pager_values,
            "searchbar_sortings": sortings,
            "searchbar_filters": filters,
            "searchbar_inputs": inputs,
        }
        return self._render_page("customer_support.portal_my_tickets", values)

    def _prepare_tickets_domain(self):
        """Return the tickets of the visitor's firm, whatever else he may read."""
        customer = request.env.user.partner_id.commercial_partner_id
        return Domain("commercial_partner_id", "=", customer.id)

    def _get_ticket_sortings(self):
        _ = request.env._
        return {
            "newest": {"label": _("Newest"), "order": "create_date desc, id desc"},
            "updated": {"label": _("Last update"), "order": "write_date desc, id desc"},
            "oldest": {"label": _("Oldest"), "order": "create_date, id"},
            "subject": {"label": _("Subject"), "order": "name, id"},
        }

    def _get_ticket_filters(self):
        _ = request.env._
        return {
            "all": {"label": _("All"), "domain": Domain.TRUE},
            "open": {
                "label": _("Open"),
                "domain": Domain("stage_kind", "in", OPEN_KINDS),
            },
            "waiting": {
                "label": _("Waiting for you"),
                "domain": Domain("stage_kind", "=", "waiting_customer"),
            },
            "ended": {
                "label": _("Ended"),
                "domain": Domain("stage_kind", "in", ENDED_KINDS),
            },
        }

    def _get_ticket_search_inputs(self):
        _ = request.env._
        return {
            "all": {"input": "all", "label": _("Search in everything")},
            "number": {"input": "number", "label": _("Search by ticket number")},
            "name": {"input": "name", "label": _("Search by subject")},
            "order": {"input": "order", "label": _("Search by order number")},
        }

    def _get_ticket_search_domain(self, search_in, search):
        fields_by_input = {
            "number": ["number"],
            "name": ["name"],
            "order": ["sale_order_id.name"],
        }
        names = fields_by_input.get(search_in, ["number", "name", "sale_order_id.name"])
        return Domain.OR(Domain(name, "ilike", search) for name in names)
