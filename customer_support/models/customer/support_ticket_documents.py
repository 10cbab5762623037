from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...logic import document_numbers

_FIELD_BY_KIND = {
    "order": "sale_order_id",
    "invoice": "invoice_ids",
    "delivery": "picking_ids",
}
_MAX_SUGGESTIONS = 10


class SupportTicketDocuments(models.AbstractModel):
    """Orders, invoices and deliveries whose numbers the customer wrote.

    The customer's own documents link themselves. Of another customer's only the number
    is kept, as a suggestion: whoever knows a number must not learn more by writing it.
    """

    _name = "support.ticket.documents"
    _description = "Documents Named on a Support Ticket"

    # [{"kind": order, invoice or delivery, "number": str, "own": bool}]
    document_suggestions = fields.Json(readonly=True, copy=False)

    # -- Finding --------------------------------------------------------------------
    def _find_documents_in_texts(self, text_by_ticket):
        """Link or suggest the documents that texts of the customers name.

        Costs nothing but the reading of the text when there is no number in it.

        :param dict text_by_ticket: {ticket: plain text}
        """
        finder = self.env["support.document.finder"]
        numbers_by_ticket = {
            ticket: numbers
            for ticket, text in text_by_ticket.items()
            if (numbers := finder._get_numbers(text, ticket.number))
        }
        if numbers_by_ticket:
            self._apply_document_numbers(numbers_by_ticket)

    def _filter_naming_own_order(self, text_by_ticket):
        """Return the tickets whose texts name an order of their customer."""
        finder = self.env["support.document.finder"]
        numbers_by_ticket = {
            ticket: {number.upper() for number in finder._get_numbers(text)}
            for ticket, text in text_by_ticket.items()
        }
        every_number = set().union(*numbers_by_ticket.values())
        if not every_number:
            return self.browse()
        orders = {
            (found.number.upper(), found.partner_sudo, found.record_sudo.company_id)
            for found in finder._find_documents_sudo(every_number, self.company_id)
            if found.kind == "order"
        }
        return self.filtered(
            lambda ticket: any(
                (number, ticket.commercial_partner_id, ticket.company_id) in orders
                for number in numbers_by_ticket[ticket]
            )
        )

    def _apply_document_numbers(self, numbers_by_ticket):
        tickets = self.browse().union(*numbers_by_ticket)
        every_number = set().union(*numbers_by_ticket.values())
        documents = self.env["support.document.finder"]._find_documents_sudo(
            every_number, tickets.company_id
        )
        for ticket, numbers in numbers_by_ticket.items():
            written = {number.upper() for number in numbers}
            company = ticket.company_id
            ticket._apply_found_documents(
                [
                    document
                    for document in documents
                    if document.number.upper() in written
                    and document.record_sudo.company_id == company
                ]
            )

    def _apply_found_documents(self, documents):
        """Link the customer's own documents, suggest the others."""
        self.ensure_one()
        # Whoever brings the message in, a customer too, writes only these three links.
        ticket_sudo = self.sudo()
        partner_sudo = ticket_sudo.commercial_partner_id
        own = [
            doc
            for doc in documents
            if partner_sudo and doc.partner_sudo == partner_sudo
        ]
        vals, left = {}, []
        for document in own:
            left += ticket_sudo._prepare_document_link(document, vals)
        own_numbers = {document.number for document in own}
        left += [
            {"kind": document.kind, "number": document.number, "own": False}
            for document in documents
            if document.number not in own_numbers
        ]
        suggestions = ticket_sudo._merge_suggestions(left)
        if suggestions != (ticket_sudo.document_suggestions or []):
            vals["document_suggestions"] = suggestions
        if vals:
            ticket_sudo.write(vals)

    def _prepare_document_link(self, document, vals):
        """Add the link to ``vals``; return what cannot be linked by itself.

        A ticket is about one order: a second one is for the agent to choose.
        """
        field_name = _FIELD_BY_KIND[document.kind]
        linked = self[field_name]
        if document.record_sudo in linked:
            return []
        if document.kind != "order":
            vals.setdefault(field_name, []).append(
                Command.link(document.record_sudo.id)
            )
        elif linked or field_name in vals:
            return [{"kind": document.kind, "number": document.number, "own": True}]
        else:
            vals[field_name] = document.record_sudo.id
        return []

    def _merge_suggestions(self, new):
        suggestions = list(self.document_suggestions or [])
        known = {suggestion["number"] for suggestion in suggestions}
        for suggestion in new:
            if suggestion["number"] not in known:
                known.add(suggestion["number"])
                suggestions.append(suggestion)
        return suggestions[:_MAX_SUGGESTIONS]

    def _release_foreign_documents(self, kept):
        """Turn links to documents of the former customer into suggestions.

        The new customer reads on the portal what his ticket is about.

        :param set kept: fields that were chosen together with the customer
        """
        for ticket in self:
            vals, left = {}, []
            for kind, name in _FIELD_BY_KIND.items():
                foreign = ticket._get_foreign_documents(name)
                if name in kept or not foreign:
                    continue
                own = ticket[name] - foreign
                vals[name] = False if kind == "order" else [Command.set(own.ids)]
                left += [
                    {"kind": kind, "number": document.name, "own": False}
                    for document in foreign
                ]
            if left:
                suggestions = ticket._merge_suggestions(left)
                ticket.write({**vals, "document_suggestions": suggestions})

    def _get_foreign_documents(self, field_name):
        owner = self.commercial_partner_id
        return self[field_name].filtered(
            lambda document: (
                document._get_support_customer().commercial_partner_id != owner
            )
        )

    def _review_suggestions(self):
        """Ask again whose the suggested documents are, after the customer changed."""
        numbers_by_ticket = {
            ticket: tuple(s["number"] for s in ticket.sudo().document_suggestions)
            for ticket in self
            if ticket.sudo().document_suggestions
        }
        if numbers_by_ticket:
            # Agents may not write suggestions; they follow from the customer.
            self.browse().union(*numbers_by_ticket).sudo().document_suggestions = False
            self._apply_document_numbers(numbers_by_ticket)

    # -- Deciding -------------------------------------------------------------------
    def action_link_suggestion(self, number):
        """Link a suggested document to the ticket.

        :param str number: of one of the ticket's suggestions
        :raise UserError: it is no longer there, or it belongs to another customer and
            the user has no right to read it
        """
        self.ensure_one()
        self.check_access("write")
        self._ensure_suggested(number)
        document = self._find_suggested_document(number)
        if not document:
            raise UserError(
                self.env._("%(number)s cannot be found any more.", number=number)
            )
        own = document.partner_sudo == self.sudo().commercial_partner_id
        record = document.record_sudo.with_env(self.env)
        if not own and not record.has_access("read"):
            raise UserError(
                self.env._(
                    "%(number)s belongs to another customer, and you may not read it. "
                    "Ask a colleague who may, or change the customer of the ticket.",
                    number=number,
                )
            )
        many = document.kind != "order"
        value = [Command.link(record.id)] if many else record.id
        self.write({_FIELD_BY_KIND[document.kind]: value})
        self._remove_suggestion(number)

    def action_dismiss_suggestion(self, number):
        """Forget a suggested document.

        :param str number: of one of the ticket's suggestions
        """
        self.ensure_one()
        self.check_access("write")
        self._ensure_suggested(number)
        self._remove_suggestion(number)

    def _ensure_suggested(self, number):
        # Otherwise numbers could be tried out one by one.
        if number not in {s["number"] for s in self.document_suggestions or []}:
            raise UserError(self.env._("This document is not suggested any more."))

    def _find_suggested_document(self, number):
        documents = self.env["support.document.finder"]._find_documents_sudo(
            [number], self.company_id
        )
        partner_sudo = self.sudo().commercial_partner_id
        documents.sort(key=lambda doc: doc.partner_sudo != partner_sudo)
        return documents[0] if documents else None

    def _remove_suggestion(self, number):
        # The user may write the ticket; the field is not for editing by hand.
        self.sudo().document_suggestions = [
            s for s in self.document_suggestions if s["number"] != number
        ]

    def _get_text_of_request(self, vals):
        """Return what the ticket says when it is created, as plain text.

        :param dict vals: what it was created with; to read it again costs a query
        """
        text = document_numbers.get_plain_text(vals.get("description"))
        return f"{self.name or ''}\n{text}"
