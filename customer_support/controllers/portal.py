from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..const import ENDED_KINDS, OPEN_KINDS

_TICKETS_PER_PAGE = 30
_MAX_SEARCH = 100
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
        return self._render_page(
            "customer_support.portal_no_ticket", values, status=404
        )

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
        options = {
            "sortby": (sortby, self._get_ticket_sortings(), "newest"),
            "filterby": (filterby, self._get_ticket_filters(), "all"),
            "search_in": (search_in, self._get_ticket_search_inputs(), "all"),
        }
        # Whatever was not offered is the default.
        chosen = {
            name: value if value in offered else default
            for name, (value, offered, default) in options.items()
        }
        chosen["search"] = (search or "")[:_MAX_SEARCH]
        values = {
            **self._prepare_portal_layout_values(),
            **self._prepare_ticket_list_values(page, chosen),
            **chosen,
            "page_name": "support_ticket",
            "default_url": "/my/tickets",
            "searchbar_sortings": options["sortby"][1],
            "searchbar_filters": options["filterby"][1],
            "searchbar_inputs": options["search_in"][1],
        }
        return self._render_page("customer_support.portal_my_tickets", values)

    def _prepare_ticket_list_values(self, page, chosen):
        """Return one page of the list, and its pager."""
        tickets = request.env["support.ticket"]
        domain = self._prepare_tickets_domain()
        domain &= self._get_ticket_filters()[chosen["filterby"]]["domain"]
        if chosen["search"]:
            domain &= self._get_ticket_search_domain(
                chosen["search_in"], chosen["search"]
            )
        pager_values = pager(
            "/my/tickets",
            tickets.search_count(domain),
            page=page,
            step=_TICKETS_PER_PAGE,
            url_args=chosen,
        )
        found = tickets.search(
            domain,
            order=self._get_ticket_sortings()[chosen["sortby"]]["order"],
            limit=_TICKETS_PER_PAGE,
            offset=pager_values["offset"],
        )
        # Their stages and orders are named in the list; found with his own rights.
        return {"tickets": found.sudo(), "pager": pager_values}

    def _prepare_tickets_domain(self):
        """Return the tickets of the visitor's firm, whatever else he may read."""
        customer = request.env.user.partner_id.commercial_partner_id
        return Domain("commercial_partner_id", "=", customer.id)

    def _get_ticket_sortings(self):
        return {
            "newest": {
                "label": request.env._("Newest"),
                "order": "create_date desc, id desc",
            },
            "updated": {
                "label": request.env._("Last update"),
                "order": "write_date desc, id desc",
            },
            "oldest": {"label": request.env._("Oldest"), "order": "create_date, id"},
            "subject": {"label": request.env._("Subject"), "order": "name, id"},
        }

    def _get_ticket_filters(self):
        return {
            "all": {"label": request.env._("All"), "domain": Domain.TRUE},
            "open": {
                "label": request.env._("Open"),
                "domain": Domain("stage_kind", "in", OPEN_KINDS),
            },
            "waiting": {
                "label": request.env._("Waiting for you"),
                "domain": Domain("stage_kind", "=", "waiting_customer"),
            },
            "ended": {
                "label": request.env._("Ended"),
                "domain": Domain("stage_kind", "in", ENDED_KINDS),
            },
        }

    def _get_ticket_search_inputs(self):
        return {
            "all": {"input": "all", "label": request.env._("Search in everything")},
            "number": {
                "input": "number",
                "label": request.env._("Search by ticket number"),
            },
            "name": {"input": "name", "label": request.env._("Search by subject")},
            "order": {
                "input": "order",
                "label": request.env._("Search by order number"),
            },
        }

    def _get_ticket_search_domain(self, search_in, search):
        fields_by_input = {
            "number": ["number"],
            "name": ["name"],
            "order": ["sale_order_id.name"],
        }
        names = fields_by_input.get(search_in, ["number", "name", "sale_order_id.name"])
        return Domain.OR(Domain(name, "ilike", search) for name in names)
