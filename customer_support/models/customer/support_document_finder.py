from dataclasses import dataclass

from odoo import api, models
from odoo.fields import Domain

from ...logic import document_numbers


@dataclass(frozen=True)
class FoundDocument:
    """A document whose number a customer wrote.

    :param kind: order, invoice or delivery
    :param number: its name, as the company writes it
    :param written: upper case of what the customer may have written
    :param record_sudo: the document
    :param partner_sudo: the commercial partner whose document it is
    """

    kind: str
    number: str
    written: str
    record_sudo: models.BaseModel
    partner_sudo: models.BaseModel


class SupportDocumentFinder(models.AbstractModel):
    """Find orders, invoices and deliveries by numbers in a text."""

    _name = "support.document.finder"
    _description = "Finder of Documents by Number"

    @api.model
    def _get_numbers(self, text, ignored=""):
        """Return what looks like a number in the text. Hook: add other kinds.

        Called for every ticket and every message: no query here.
        """
        return document_numbers.find_document_numbers(text, ignored)

    @api.model
    def _find_documents_sudo(self, numbers, companies):
        """Return the documents of these companies that have exactly these names.

        A bounded number of queries, whatever the text was. Hook: add other documents.

        :param numbers: as written; a name in upper case is found too
        :return: list of ``FoundDocument``
        """
        names = sorted({variant for n in numbers for variant in (n, n.upper())})
        domain = Domain("name", "in", names) & Domain("company_id", "in", companies.ids)
        return [
            *self._find_orders_sudo(domain),
            *self._find_invoices_sudo(domain),
            *self._find_deliveries_sudo(domain),
        ]

    # The customer's text decides what is looked up, on behalf of whoever brings the
    # message in; the caller uses what is the customer's own, and of the rest the number.
    @api.model
    def _find_orders_sudo(self, domain):
        orders_sudo = self.env["sale.order"].sudo()
        return [
            self._prepare_found("order", order_sudo, order_sudo.partner_id)
            for order_sudo in orders_sudo.search_fetch(
                domain, ["name", "partner_id", "company_id"]
            )
        ]

    @api.model
    def _find_invoices_sudo(self, domain):
        domain &= Domain("state", "=", "posted")
        domain &= Domain("move_type", "in", ("out_invoice", "out_refund", "out_receipt"))
        invoices_sudo = self.env["account.move"].sudo()
        return [
            self._prepare_found("invoice", invoice_sudo, invoice_sudo.partner_id)
            for invoice_sudo in invoices_sudo.search_fetch(
                domain, ["name", "partner_id", "company_id"]
            )
        ]

    @api.model
    def _find_deliveries_sudo(self, domain):
        """Return customers' transfers; the company's internal ones are not theirs."""
        domain &= Domain("location_dest_id.usage", "=", "customer") | Domain(
            "location_id.usage", "=", "customer"
        )
        pickings_sudo = self.env["stock.picking"].sudo()
        return [
            self._prepare_found("delivery", picking_sudo, picking_sudo.sale_id.partner_id)
            if picking_sudo.sale_id
            else self._prepare_found("delivery", picking_sudo, picking_sudo.partner_id)
            for picking_sudo in pickings_sudo.search_fetch(
                domain, ["name", "partner_id", "sale_id", "company_id"]
            )
        ]

    @api.model
    def _prepare_found(self, kind, record_sudo, partner_sudo, written=None):
        return FoundDocument(
            kind=kind,
            number=record_sudo.name,
            written=(written or record_sudo.name).upper(),
            record_sudo=record_sudo,
            partner_sudo=partner_sudo.commercial_partner_id,
        )
