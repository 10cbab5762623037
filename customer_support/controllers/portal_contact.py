from odoo import fields, http
from odoo.http import request
from odoo.tools import format_date

from .portal import SupportPortal

# Hours change seldom, and may be found by search engines.
_HEADERS = {"Cache-Control": "private, max-age=300", "X-Robots-Tag": "all"}


class SupportPortalContact(SupportPortal):
    """When and how customers reach us: for anybody, from calendars and promises."""

    @http.route(
        "/support/contact", type="http", auth="public", website=True, sitemap=True
    )
    def portal_support_contact(self, **_kwargs):
        """Show the hours and the expected reply time of every published channel."""
        now = fields.Datetime.now()
        # Visitors have no access to channels: only what is published leaves sudo.
        channels_sudo = request.env["support.channel"]._get_published(
            request.env.company
        )
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "support_contact",
            "no_breadcrumbs": True,
            "contacts": [channel._get_contact(now) for channel in channels_sudo],
            "format_day": lambda day: format_date(
                request.env, day, date_format="EEEE d MMMM"
            ),
            "format_period": self._format_period,
        }
        response = self._render_page("customer_support.portal_support_contact", values)
        response.headers.update(_HEADERS)
        return response

    def _format_period(self, period):
        """Return “09:00–12:00”; a period until midnight ends at 24:00."""
        opening, closing = period
        end = "24:00" if closing.date() > opening.date() else f"{closing:%H:%M}"
        return f"{opening:%H:%M}–{end}"
