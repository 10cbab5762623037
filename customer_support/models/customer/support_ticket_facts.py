from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

_OPEN_DELIVERIES = ("pending", "started", "partial")


class SupportTicketFacts(models.AbstractModel):
    """What rules may ask of a ticket's customer and of its order.

    Agents need no rights on Sales or Accounting: all is read as superuser, within the
    ticket's company and the customer's commercial entity, and only compared.
    """

    _inherit = "support.ticket.facts"

    def _get_contract_product_facts(self):
        orders_sudo = self.sudo().sale_order_id
        groups = (
            self.env["sale.order.line"]
            .sudo()
            ._read_group(
                [("order_id", "in", orders_sudo.ids), ("state", "=", "sale")],
                ["order_id"],
                ["product_id:array_agg"],
            )
        )
        products = {order.id: frozenset(filter(None, ids)) for order, ids in groups}
        return {
            ticket: products.get(ticket.sudo().sale_order_id.id, frozenset())
            for ticket in self
        }

    def _get_spending_facts(self):
        """Paid invoices and paid parts of them, less posted credit notes."""
        moves_sudo = self.env["account.move"].sudo()
        groups = moves_sudo._read_group(
            self._get_value_domain("partner_id")
            & Domain("move_type", "in", ("out_invoice", "out_receipt", "out_refund"))
            & Domain("state", "=", "posted")
            & Domain("invoice_date", ">=", self._get_spending_start()),
            ["company_id", "commercial_partner_id", "move_type"],
            ["amount_total_signed:sum", "amount_residual_signed:sum"],
        )
        amounts = {}
        for company, partner, move_type, total, residual in groups:
            key = (company.id, partner.id)
            paid = total if move_type == "out_refund" else total - residual
            amounts[key] = amounts.get(key, 0.0) + paid
        return self._get_amounts_by_ticket(amounts)

    @api.model
    def _get_spending_start(self):
        return fields.Date.context_today(self) - relativedelta(months=12)

    def _get_undelivered_facts(self):
        """Goods that confirmed orders still have to deliver, at the order's rate."""
        lines_sudo = self.env["sale.order.line"].sudo()
        query = lines_sudo._search(
            self._get_value_domain("order_id.partner_id")
            & Domain("state", "=", "sale")
            & Domain("product_id.type", "=", "consu")
            & Domain("product_uom_qty", ">", 0)
            & Domain("order_id.delivery_status", "in", _OPEN_DELIVERIES)
        )
        line = SQL.identifier("sale_order_line")
        rows = self.env.execute_query(
            SQL(
                "SELECT line.company_id, partner.commercial_partner_id, SUM("
                "GREATEST(line.product_uom_qty - line.qty_delivered, 0) "
                "* line.price_total / line.product_uom_qty "
                "/ COALESCE(NULLIF(orders.currency_rate, 0), 1)) "
                "FROM %s line JOIN sale_order orders ON orders.id = line.order_id "
                "JOIN res_partner partner ON partner.id = orders.partner_id "
                "WHERE line.id IN %s GROUP BY 1, 2",
                line,
                query.subselect(),
            )
        )
        return self._get_amounts_by_ticket(
            {
                (company, partner): float(amount or 0)
                for company, partner, amount in rows
            }
        )

    def _get_value_domain(self, path):
        """Return the documents of the tickets' customers in the tickets' companies."""
        return Domain("company_id", "in", self.company_id.ids) & Domain(
            f"{path}.commercial_partner_id", "in", self.commercial_partner_id.ids
        )

    def _get_amounts_by_ticket(self, amounts):
        return {
            ticket: amounts.get(
                (ticket.company_id.id, ticket.commercial_partner_id.id), 0.0
            )
            for ticket in self
        }
