import uuid

from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request
from odoo.tools import human_size

from .portal import SupportPortal

_FILE_HEADERS = {
    # Whatever is in the file: no browser shows or runs it in our name.
    "Content-Type": "application/octet-stream",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-store",
}
_NOTICES = ("answered", "closed", "created", "follow_up", "reopened")


class SupportPortalTicket(SupportPortal):
    """One ticket: its page, its files, and what the customer does with it."""

    # -- Reading --------------------------------------------------------------------
    @http.route(
        "/my/tickets/<int:ticket_id>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
    )
    def portal_my_ticket(self, ticket_id, access_token=None, notice=None, **_kwargs):
        """Show a ticket to its customer, logged in or with the link of a mail."""
        ticket_sudo = self._get_portal_ticket(ticket_id, access_token)
        if not ticket_sudo:
            return self._render_no_ticket()
        return self._render_ticket(ticket_sudo, access_token, notice=notice)

    @http.route(
        "/my/tickets/<int:ticket_id>/file/<int:attachment_id>",
        type="http",
        auth="public",
        website=True,
        multilang=False,
        sitemap=False,
    )
    def portal_ticket_file(
        self, ticket_id, attachment_id, access_token=None, **_kwargs
    ):
        """Download a file of the conversation; it is never shown in the browser."""
        ticket_sudo = self._get_portal_ticket(ticket_id, access_token)
        file_sudo = ticket_sudo and ticket_sudo._portal_find_file(attachment_id)
        if not file_sudo:
            raise request.not_found()
        headers = {
            **_FILE_HEADERS,
            "Content-Disposition": content_disposition(file_sudo.name),
        }
        return request.make_response(file_sudo.raw or b"", list(headers.items()))

    # -- Changing -------------------------------------------------------------------
    @http.route(
        "/my/tickets/<int:ticket_id>/answer",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def portal_ticket_answer(
        self, ticket_id, access_token=None, form_key=None, text="", **_kwargs
    ):
        """Add the customer's answer and his files to the conversation."""
        ticket_sudo = self._get_ticket_to_change(ticket_id, access_token)
        if not ticket_sudo:
            return self._render_no_ticket()
        text = text if isinstance(text, str) else ""
        try:
            with request.env.cr.savepoint():
                submission_sudo, is_first = self._claim_form(form_key)
                if is_first:
                    submission_sudo.ticket_id = ticket_sudo._portal_answer(
                        **self._get_visitor(ticket_sudo),
                        text=text,
                        files=self._read_files(),
                    )
        except UserError as error:
            return self._render_ticket(
                ticket_sudo, access_token, error=error, text=text
            )
        target_sudo = submission_sudo.ticket_id or ticket_sudo
        return self._redirect_after_answer(ticket_sudo, target_sudo, access_token)

    @http.route(
        "/my/tickets/<int:ticket_id>/close",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def portal_ticket_close(self, ticket_id, access_token=None, **_kwargs):
        """The customer's problem is solved."""
        ticket_sudo = self._get_ticket_to_change(ticket_id, access_token)
        if not ticket_sudo:
            return self._render_no_ticket()
        ticket_sudo._portal_close(**self._get_visitor(ticket_sudo))
        return self._redirect_to_ticket(ticket_sudo, access_token, "closed")

    @http.route(
        "/my/tickets/<int:ticket_id>/reopen",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def portal_ticket_reopen(self, ticket_id, access_token=None, **_kwargs):
        """The customer's problem is not solved after all."""
        ticket_sudo = self._get_ticket_to_change(ticket_id, access_token)
        if not ticket_sudo:
            return self._render_no_ticket()
        try:
            with request.env.cr.savepoint():
                ticket_sudo._portal_reopen(**self._get_visitor(ticket_sudo))
        except UserError as error:
            return self._render_ticket(ticket_sudo, access_token, error=error)
        return self._redirect_to_ticket(ticket_sudo, access_token, "reopened")

    # -- Helpers --------------------------------------------------------------------
    def _get_ticket_to_change(self, ticket_id, access_token):
        """Return the ticket if the visitor may change it: employees only look."""
        if request.env.user._is_internal():
            return request.env["support.ticket"]
        return self._get_portal_ticket(ticket_id, access_token)

    def _get_visitor(self, ticket_sudo):
        """Return who acts: the one who is logged in, else the ticket's customer."""
        user = request.env.user
        return {
            "author": ticket_sudo.partner_id if user._is_public() else user.partner_id,
            "by_link": self._is_let_in_by_link(ticket_sudo),
        }

    def _claim_form(self, form_key):
        # The table of forms is nobody's to write but through here.
        return request.env["support.portal.submission"].sudo()._claim(form_key)

    def _read_files(self):
        """Return (name, content) of the files that were sent, read up to the limit."""
        limits = request.env["support.ticket"]._portal_get_file_limits()
        uploads = request.httprequest.files.getlist("files")
        files = []
        for upload in uploads[: limits.max_files + 1]:
            # A request that runs again after a conflict finds its files read already.
            upload.seek(0)
            if upload.filename:
                # One byte more than allowed is enough to know that it is too much.
                files.append((upload.filename, upload.read(limits.max_file_bytes + 1)))
        return files

    def _redirect_to_ticket(self, ticket_sudo, access_token, notice):
        arguments = {"notice": notice}
        if access_token:
            arguments["access_token"] = access_token
        return request.redirect_query(ticket_sudo.access_url, arguments)

    def _redirect_after_answer(self, ticket_sudo, target_sudo, access_token):
        """Show the ticket where the answer is, if the visitor may go there."""
        if target_sudo == ticket_sudo:
            return self._redirect_to_ticket(ticket_sudo, access_token, "answered")
        if not self._is_let_in_by_link(target_sudo):
            return self._redirect_to_ticket(target_sudo, None, "follow_up")
        # The link opens its own ticket only. Who wrote has the answer by mail.
        return self._redirect_to_ticket(ticket_sudo, access_token, "follow_up")

    def _render_ticket(
        self, ticket_sudo, access_token, error=None, text="", notice=None
    ):
        ticket_sudo = self._in_visitors_language(ticket_sudo)
        user = request.env.user
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "support_ticket",
            "ticket": ticket_sudo,
            "messages": ticket_sudo._portal_get_messages(),
            "answer_kind": ticket_sudo._portal_get_answer_kind(),
            "is_preview": user._is_internal(),
            "no_breadcrumbs": user._is_public(),
            "zone": self._get_zone(ticket_sudo),
            "access_token": access_token,
            "form_key": uuid.uuid4().hex,
            "limits": ticket_sudo._portal_get_file_limits(),
            "human_size": human_size,
            "text": text,
            "error": str(error) if error else "",
            "notice": notice if notice in _NOTICES else "",
        }
        status = 422 if error else 200
        return self._render_page("customer_support.portal_my_ticket", values, status)

    def _get_zone(self, ticket_sudo):
        user = request.env.user
        return (not user._is_public() and user.tz) or ticket_sudo._portal_get_zone()

    def _in_visitors_language(self, ticket_sudo):
        """Return the ticket in the customer's language if nobody chose another one."""
        lang = ticket_sudo.partner_id.lang
        is_default = (
            request.lang.code == request.env["ir.http"]._get_default_lang().code
        )
        if lang and request.env.user._is_public() and is_default:
            request.update_context(lang=lang)
            return ticket_sudo.with_context(lang=lang)
        return ticket_sudo
