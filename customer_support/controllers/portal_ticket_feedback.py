from odoo import fields, http
from odoo.http import request

from .portal_feedback import get_mark
from .portal_ticket import SupportPortalTicket


class SupportPortalTicketFeedback(SupportPortalTicket):
    """Whoever looks at his solved ticket says there how it was, without a mail."""

    @http.route(
        "/my/tickets/<int:ticket_id>/feedback",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def portal_ticket_feedback(self, ticket_id, access_token=None, score="", **_kw):
        """Lead to the question with the mark chosen; it counts when he sends it."""
        ticket_sudo = self._get_ticket_to_change(ticket_id, access_token)
        if not ticket_sudo:
            return self._render_no_ticket()
        waiting_sudo = ticket_sudo._get_waiting_invitation()
        if waiting_sudo:
            waiting_sudo._ask_in_portal(fields.Datetime.now())
        invitation_sudo = ticket_sudo._get_open_invitation()
        if not invitation_sudo:
            return self._render_ticket(ticket_sudo, access_token)
        if invitation_sudo.program_id.metric == "own":
            return request.redirect(invitation_sudo._get_answer_link(), local=False)
        mark = get_mark(score)
        query = {} if mark is None else {"score": mark}
        return request.redirect_query(invitation_sudo._get_path(), query)
