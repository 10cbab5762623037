from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .portal import SupportPortal

_URL = "/support/feedback/<int:invitation_id>/<string:token>"


class SupportPortalFeedback(SupportPortal):
    """Where a customer says how it was, by the link of his mail.

    Programs that follow links only look: whatever counts is a button.
    """

    @http.route(
        _URL, type="http", auth="public", methods=["GET"], website=True, sitemap=False
    )
    def support_feedback(self, invitation_id, token, score="", done="", stop="", **_kw):
        """Show the question, with the mark that was clicked in the mail."""
        invitation_sudo = self._find_invitation(invitation_id, token)
        if done and invitation_sudo.is_completable:
            return self._render_thanks(invitation_sudo)
        if not invitation_sudo.is_open:
            return self._render_feedback_ended()
        chosen = get_mark(score)
        return self._render_question(invitation_sudo, chosen, wants_stop=bool(stop))

    @http.route(
        _URL, type="http", auth="public", methods=["POST"], website=True, sitemap=False
    )
    def support_feedback_answer(
        self, invitation_id, token, score="", comment="", **_kwargs
    ):
        """Keep the mark, and why."""
        mark = get_mark(score)

        def record(invitation_sudo):
            invitation_sudo._record(mark, comment)

        return self._change(invitation_id, token, record, mark, comment)

    @http.route(
        f"{_URL}/reason",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def support_feedback_reason(self, invitation_id, token, reason="", **_kwargs):
        """Keep what it was above all."""
        return self._change(
            invitation_id, token, lambda invitation: invitation._record_reason(reason)
        )

    @http.route(
        f"{_URL}/consent",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def support_feedback_consent(self, invitation_id, token, **_kwargs):
        """The customer lets us quote him."""
        return self._change(
            invitation_id, token, lambda invitation: invitation._record_consent()
        )

    @http.route(
        f"{_URL}/stop",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def support_feedback_stop(self, invitation_id, token, **_kwargs):
        """Never ask him again."""
        invitation_sudo = self._find_invitation(invitation_id, token)
        if not invitation_sudo or self._is_colleague():
            return self._render_feedback_ended()
        invitation_sudo._decline()
        return self._render_feedback_ended(is_stopped=True)

    # -- Helpers --------------------------------------------------------------------
    def _find_invitation(self, invitation_id, token):
        # The link is the right: the visitor may be nobody, or not the customer.
        return request.env["support.feedback.invitation"]._find_by_link(
            invitation_id, token
        )

    def _is_colleague(self):
        return request.env.user._is_internal()

    def _change(self, invitation_id, token, do, mark=None, comment=""):
        invitation_sudo = self._find_invitation(invitation_id, token)
        if not (invitation_sudo.is_open or invitation_sudo.is_completable):
            return self._render_feedback_ended()
        if self._is_colleague():
            return self._render_question(invitation_sudo, mark, comment=comment)
        url = invitation_sudo._get_path()
        try:
            with request.env.cr.savepoint():
                do(invitation_sudo)
        except UserError as error:
            return self._render_question(
                invitation_sudo, mark, comment=comment, error=str(error)
            )
        if not invitation_sudo.exists():
            return self._render_anonymous_thanks()
        return request.redirect(f"{url}?done=1")

    def _render_question(
        self, invitation_sudo, chosen, *, comment=None, error="", wants_stop=False
    ):
        answer_sudo = invitation_sudo.answer_id
        if comment is None:
            comment = answer_sudo.support_comment or ""
        values = {
            **self._prepare_feedback_values(invitation_sudo),
            "question": invitation_sudo._get_question(),
            "why_question": invitation_sudo._get_why_question(),
            "marks": invitation_sudo._get_marks(),
            "ends": invitation_sudo._get_ends(),
            "chosen": answer_sudo.support_mark if chosen is None else chosen,
            "comment": comment,
            "error": error,
            "wants_stop": wants_stop,
        }
        status = 422 if error else 200
        return self._render_page("customer_support.portal_feedback", values, status)

    def _render_thanks(self, invitation_sudo):
        answer_sudo = invitation_sudo.answer_id
        values = {
            **self._prepare_feedback_values(invitation_sudo),
            "band": answer_sudo.support_band,
            "reason": answer_sudo.support_reason,
            "comment": answer_sudo.support_comment,
            "has_consent": answer_sudo.support_has_consent,
            "reasons": invitation_sudo._get_reasons(),
            "review_url": invitation_sudo._invite_to_review(),
            "can_change": invitation_sudo.is_open,
        }
        return self._render_page("customer_support.portal_feedback_thanks", values)

    def _render_anonymous_thanks(self):
        values = {**self._prepare_portal_layout_values(), "no_breadcrumbs": True}
        return self._render_page("customer_support.portal_feedback_thanks", values)

    def _prepare_feedback_values(self, invitation_sudo):
        lang = invitation_sudo.env.context.get("lang")
        if lang:
            request.update_context(lang=lang)
        return {
            **self._prepare_portal_layout_values(),
            "page_name": "support_feedback",
            "no_breadcrumbs": True,
            "number": invitation_sudo.ticket_id.number,
            "url": invitation_sudo._get_path(),
            "is_colleague": self._is_colleague(),
        }

    def _render_feedback_ended(self, *, is_stopped=False):
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "support_feedback",
            "no_breadcrumbs": True,
            "is_stopped": is_stopped,
        }
        return self._render_page(
            "customer_support.portal_feedback_ended", values, 200 if is_stopped else 404
        )


def get_mark(text):
    """Return what the visitor sent as a mark, None if it is no number."""
    is_number = isinstance(text, str) and text.isascii() and text.isdecimal()
    return int(text) if is_number and len(text) < 3 else None
