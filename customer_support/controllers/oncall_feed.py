from odoo import fields, http
from odoo.http import request

# Secret links are not kept by anybody between us and the calendar program.
_HEADERS = {
    "Content-Type": "text/calendar; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
}


class SupportOncallFeedController(http.Controller):
    @http.route(
        "/support/oncall/<string:token>.ics",
        type="http",
        auth="public",
        methods=["GET"],
        save_session=False,
        sitemap=False,
    )
    def oncall_feed(self, token):
        """Answer a calendar program with the feed of a secret link; else 404."""
        feed_sudo = request.env["support.oncall.feed"]._find_by_token_sudo(token)
        if not feed_sudo:
            return request.make_response("", status=404)
        now = fields.Datetime.now()
        if feed_sudo.last_read_date != now.date():
            feed_sudo.last_read_date = now.date()
        return request.make_response(feed_sudo._get_calendar(now), [*_HEADERS.items()])
