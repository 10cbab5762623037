from dataclasses import dataclass
from itertools import compress

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...logic import document_numbers


@dataclass(frozen=True)
class FoundDocument:
    """A document whose number a customer wrote.

    :param kind: order, invoice or delivery
    :param number: what the customer wrote, as the company writes it
    :param record_sudo: the document
    :param partner_sudo: the commercial partner whose document it is
    """

    kind: str
    number: str
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
        finders = {
            "sale.order": self._find_orders_sudo,
            "account.move": self._find_invoices_sudo,
            "stock.picking": self._find_deliveries_sudo,
        }
        found = []
        for model_name in self._get_models_with_names(finders, names):
            found += finders[model_name](domain)
        return found

    @api.model
    def _get_models_with_names(self, model_names, names):
        """Return which of the models have a record of one of the names, in one query.

        Most numbers that customers write are the number of nothing.
        """
        for model_name in model_names:
            self.env[model_name].flush_model(["name"])
        questions = SQL(", ").join(
            SQL(
                "EXISTS (SELECT FROM %s WHERE name IN %s)",
                SQL.identifier(self.env[model_name]._table),
                tuple(names),
            )
            for model_name in model_names
        )
        [answers] = self.env.execute_query(SQL("SELECT %s", questions))
        return list(compress(model_names, answers))

    # The customer's text decides what is looked up, on behalf of whoever brings the
    # message in; the caller uses the customer's own, and of the rest the number.
    @api.model
    def _find_orders_sudo(self, domain):
        orders_sudo = self.env["sale.order"].sudo()
        names = ["name", "partner_id", "company_id"]
        found_sudo = orders_sudo.search_fetch(domain, names)
        return [self._prepare_found("order", order_sudo) for order_sudo in found_sudo]

    @api.model
    def _find_invoices_sudo(self, domain):
        types = ("out_invoice", "out_refund", "out_receipt")
        domain &= Domain("state", "=", "posted") & Domain("move_type", "in", types)
        invoices_sudo = self.env["account.move"].sudo()
        names = ["name", "partner_id", "company_id"]
        found_sudo = invoices_sudo.search_fetch(domain, names)
        return [self._prepare_found("invoice", move_sudo) for move_sudo in found_sudo]

    @api.model
    def _find_deliveries_sudo(self, domain):
        found_sudo = self._search_customer_transfers_sudo(domain, ["name"])
        return [
            self._prepare_found("delivery", picking_sudo) for picking_sudo in found_sudo
        ]

    @api.model
    def _search_customer_transfers_sudo(self, domain, field_names):
        """Return customers' transfers; the company's internal ones are not theirs."""
        domain &= Domain("location_dest_id.usage", "=", "customer") | Domain(
            "location_id.usage", "=", "customer"
        )
        pickings_sudo = self.env["stock.picking"].sudo()
        return pickings_sudo.search_fetch(
            domain, [*field_names, "partner_id", "sale_id", "company_id"]
        )

    @api.model
    def _prepare_found(self, kind, record_sudo, number=None):
        return FoundDocument(
            kind=kind,
            number=number or record_sudo.name,
            record_sudo=record_sudo,
            partner_sudo=record_sudo._get_support_customer().commercial_partner_id,
        )
