import uuid

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .portal_ticket import SupportPortalTicket

_FIELDS = ("category_id", "sale_order_id", "invoice_id", "product_id")


class SupportPortalTicketForm(SupportPortalTicket):
    """A customer opens a ticket, by himself or from an order or invoice."""

    @http.route(
        "/my/tickets/new",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
        sitemap=False,
    )
    def portal_new_ticket(self, **form):
        """Show the form, or open the ticket that it describes."""
        if request.env.user._is_internal():
            # Employees open tickets in the app, for whom they want.
            return request.redirect("/my/tickets")
        # A field that holds a file where text belongs counts as empty.
        form = {name: value for name, value in form.items() if isinstance(value, str)}
        if request.httprequest.method != "POST":
            return self._render_form(form)
        try:
            with request.env.cr.savepoint():
                submission_sudo, is_first = self._claim_form(form.get("form_key"))
                if is_first:
                    submission_sudo.ticket_id = self._create_from_form(form)
        except UserError as error:
            return self._render_form(form, error)
        # The same form again: show what it did the first time.
        return self._redirect_to_ticket(submission_sudo.ticket_id, None, "created")

    def _create_from_form(self, form):
        """Open the ticket.

        :raise UserError: something is missing, or chosen that was not offered
        """
        choices = self._get_choices()
        chosen = {
            name: self._get_chosen(form.get(name), choices[name]) for name in _FIELDS
        }
        invoice = chosen.pop("invoice_id")
        if not chosen["category_id"] and choices["category_id"]:
            raise UserError(request.env._("Please choose what it is about."))
        values = {name: record.id for name, record in chosen.items()}
        return request.env["support.ticket"]._portal_create_ticket(
            form.get("subject") or "",
            form.get("text") or "",
            self._read_files(),
            company=chosen["sale_order_id"].company_id or invoice.company_id,
            invoice_ids=[(6, 0, invoice.ids)],
            **values,
        )

    def _get_chosen(self, value, choices):
        if not value:
            return choices.browse()
        record = choices.filtered(lambda choice: str(choice.id) == value)
        if not record:
            raise UserError(request.env._("Please choose one of the offered values."))
        return record

    def _get_choices(self):
        """Return what the visitor may choose from: {field of the form: records}."""
        tickets = request.env["support.ticket"]
        orders = tickets._portal_get_orders()
        categories = request.env["support.category"].sudo()
        for cluster, reasons in tickets._portal_get_categories():
            categories |= reasons or cluster
        return {
            "category_id": categories,
            # Their names are shown; what he may choose was found with his own rights.
            "sale_order_id": orders.sudo(),
            "invoice_id": tickets._portal_get_invoices().sudo(),
            "product_id": tickets._portal_get_products(orders),
        }

    def _render_form(self, form, error=None):
        values = self._prepare_form_values(form, error)
        status = 422 if error else 200
        return self._render_page("customer_support.portal_new_ticket", values, status)

    def _prepare_form_values(self, form, error=None):
        """Return what the form shows. Hook for what other areas add to it."""
        tickets = request.env["support.ticket"]
        return {
            **self._prepare_portal_layout_values(),
            "page_name": "support_ticket_new",
            "choices": self._get_choices(),
            "clusters": tickets._portal_get_categories(),
            "chosen": {name: form.get(name) or "" for name in _FIELDS},
            "subject": form.get("subject") or "",
            "text": form.get("text") or "",
            "limits": tickets._portal_get_file_limits(),
            "form_key": uuid.uuid4().hex,
            "error": str(error) if error else "",
        }
