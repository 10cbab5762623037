from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...logic import customer_value
from .history_section import HistorySection, HistorySource

_INVOICE_TYPES = ("out_invoice", "out_refund", "out_receipt")
_UNPAID_STATES = ("not_paid", "partial", "blocked")
_VALUE_MONTHS = 12


class SupportCustomerHistoryMoney(models.AbstractModel):
    """What the customer was charged, what he paid, and what went back."""

    _name = "support.customer.history.money"
    _description = "Invoices and Payments of a Customer"

    @api.model
    def _get_money_sections(self, scope):
        return [self._get_invoice_section(scope), self._get_payment_section(scope)]

    # -- Invoices -------------------------------------------------------------------
    @api.model
    def _get_invoice_domain(self, scope):
        """Return the documents that the customer has received: no drafts."""
        return (
            scope.get_domain("partner_id")
            & Domain("move_type", "in", _INVOICE_TYPES)
            & Domain("state", "=", "posted")
        )

    @api.model
    def _get_invoice_section(self, scope):
        domain = self._get_invoice_domain(scope)
        source = HistorySource(
            records=self.env["account.move"].sudo(),  # see _get_scope
            domains=(domain,),
            date_field="invoice_date",
            field_names=self._get_invoice_field_names(),
            prepare_row=self._prepare_invoice_row,
            linked=scope.get_linked_sql("invoice_ids"),
        )
        return HistorySection(
            key="invoices",
            label=self.env._("Invoices"),
            empty=self.env._("No invoices yet."),
            sources=(source,),
            list_action="account.action_move_out_invoice",
            list_domain=domain,
        )

    @api.model
    def _get_invoice_field_names(self):
        return (
            "name",
            "move_type",
            "invoice_origin",
            "invoice_date",
            "invoice_date_due",
            "payment_state",
            "amount_total",
            "amount_residual",
            "currency_id",
            # of the record rules
            "company_id",
            "invoice_user_id",
        )

    @api.model
    def _prepare_invoice_row(self, invoice_sudo, scope):
        sign = -1 if invoice_sudo.move_type == "out_refund" else 1
        return {
            "name": invoice_sudo.name,
            "detail": invoice_sudo.invoice_origin or "",
            "date": invoice_sudo.invoice_date,
            "amount": sign * invoice_sudo.amount_total,
            "due": sign * invoice_sudo.amount_residual,
            "currency_id": invoice_sudo.currency_id.id,
            "badges": self._prepare_invoice_badges(invoice_sudo),
        }

    @api.model
    def _prepare_invoice_badges(self, invoice_sudo):
        badges = []
        unpaid = invoice_sudo.payment_state in _UNPAID_STATES
        due_date = invoice_sudo.invoice_date_due
        if invoice_sudo.move_type == "out_refund":
            badges.append({"label": self.env._("Credit note"), "kind": "info"})
        elif unpaid and due_date and due_date < fields.Date.context_today(self):
            badges.append({"label": self.env._("Overdue"), "kind": "danger"})
        kind = "warning" if unpaid else "success"
        return [*badges, self._prepare_badge(invoice_sudo, "payment_state", kind)]

    # -- Payments and refunds -------------------------------------------------------
    @api.model
    def _get_payment_section(self, scope):
        payments = self._get_payment_source(scope)
        return HistorySection(
            key="payments",
            label=self.env._("Payments and Refunds"),
            empty=self.env._("No payments yet."),
            sources=(payments, self._get_transaction_source(scope)),
            list_action="account.action_account_payments",
            list_domain=payments.domains[0],
        )

    @api.model
    def _get_payment_source(self, scope):
        domain = (
            scope.get_domain("partner_id")
            & Domain("partner_type", "=", "customer")
            & Domain("state", "not in", ("draft", "canceled"))
        )
        names = ("name", "memo", "date", "amount", "payment_type", "state")
        return HistorySource(
            records=self.env["account.payment"].sudo(),  # see _get_scope
            domains=(domain,),
            date_field="date",
            field_names=(*names, "currency_id", "company_id"),
            prepare_row=self._prepare_payment_row,
        )

    @api.model
    def _prepare_payment_row(self, payment_sudo, scope):
        refunded = payment_sudo.payment_type == "outbound"
        kinds = {"paid": "success", "rejected": "danger"}
        kind = kinds.get(payment_sudo.state, "info")
        return {
            "name": payment_sudo.name or self.env._("Payment"),
            "detail": payment_sudo.memo or "",
            "date": payment_sudo.date,
            "amount": -payment_sudo.amount if refunded else payment_sudo.amount,
            "currency_id": payment_sudo.currency_id.id,
            "badges": [
                *self._prepare_refund_badges(refunded),
                self._prepare_badge(payment_sudo, "state", kind),
            ],
        }

    @api.model
    def _get_transaction_source(self, scope):
        """Online payments that are no booked payment: under way, failed, not booked."""
        domain = (
            scope.get_domain("partner_id")
            & Domain("payment_id", "=", False)
            & Domain("state", "in", ("pending", "authorized", "done", "error"))
            & Domain("operation", "!=", "validation")
        )
        names = ("reference", "last_state_change", "amount", "operation", "state")
        return HistorySource(
            records=self.env["payment.transaction"].sudo(),  # see _get_scope
            domains=(domain,),
            date_field="last_state_change",
            field_names=(*names, "currency_id", "company_id", "partner_id"),
            prepare_row=self._prepare_transaction_row,
        )

    @api.model
    def _prepare_transaction_row(self, transaction_sudo, scope):
        kinds = {"done": "success", "error": "danger", "pending": "warning"}
        kind = kinds.get(transaction_sudo.state, "info")
        return {
            "name": transaction_sudo.reference,
            "detail": "",
            "date": transaction_sudo.last_state_change,
            "amount": transaction_sudo.amount,
            "currency_id": transaction_sudo.currency_id.id,
            "badges": [
                *self._prepare_refund_badges(transaction_sudo.operation == "refund"),
                self._prepare_badge(transaction_sudo, "state", kind),
            ],
        }

    @api.model
    def _prepare_refund_badges(self, refunded):
        return [{"label": self.env._("Refund"), "kind": "info"}] if refunded else []

    # -- Value ----------------------------------------------------------------------
    @api.model
    def _get_value(self, scope, rows):
        """Return what the customer has paid in a year and owes now, in his currency."""
        currency_sudo = self._get_customer_currency_sudo(scope, rows)
        company_sudo = scope.company_sudo
        company_currency_sudo = company_sudo.currency_id

        def convert(amount):
            return company_currency_sudo._convert(amount, currency_sudo, company_sudo)

        domain = self._get_invoice_domain(scope)
        since = scope.now.date() - relativedelta(months=_VALUE_MONTHS)
        due = self._get_document_groups(
            domain & Domain("payment_state", "in", _UNPAID_STATES)
        )
        year = self._get_document_groups(domain & Domain("invoice_date", ">=", since))
        return {
            "currency_id": currency_sudo.id,
            "due": currency_sudo.round(
                customer_value.get_due(due, currency_sudo.id, convert)
            ),
            "settled": currency_sudo.round(
                customer_value.get_settled(year, currency_sudo.id, convert)
            ),
        }

    @api.model
    def _get_customer_currency_sudo(self, scope, rows):
        """Return the currency in which the customer trades.

        That of his latest order, else of his latest invoice, else the company's. It
        needs no query, and an order has the currency of the customer's pricelist.
        """
        for key in ("orders", "invoices"):
            if rows[key]:
                latest = max(rows[key], key=lambda row: (row["date"], row["id"]))
                return self.env["res.currency"].sudo().browse(latest["currency_id"])
        return scope.company_sudo.currency_id

    @api.model
    def _get_document_groups(self, domain):
        moves_sudo = self.env["account.move"].sudo()  # see _get_scope
        groups = moves_sudo._read_group(
            domain,
            ["move_type", "currency_id"],
            [
                "amount_total:sum",
                "amount_residual:sum",
                "amount_total_signed:sum",
                "amount_residual_signed:sum",
            ],
        )
        return [
            customer_value.DocumentGroup(move_type, currency.id, *sums)
            for move_type, currency, *sums in groups
        ]

    # -- What went wrong ------------------------------------------------------------
    @api.model
    def _get_money_warnings(self, scope):
        owed = (
            self._get_invoice_domain(scope)
            & Domain("move_type", "=", "out_refund")
            & Domain("payment_state", "in", _UNPAID_STATES)
        )
        # Only refunds that were started and have not arrived.
        stuck = (
            scope.get_domain("partner_id")
            & Domain("operation", "=", "refund")
            & Domain("state", "in", ("draft", "pending", "error"))
        )
        invoices_sudo = self.env["account.move"].sudo()  # see _get_scope
        transactions_sudo = self.env["payment.transaction"].sudo()  # see _get_scope
        return {
            "open_credit_notes": (
                self.env._("Credit notes not paid out"),
                HistorySource(invoices_sudo, (owed,)),
            ),
            "open_refunds": (
                self.env._("Refunds under way or failed"),
                HistorySource(transactions_sudo, (stuck,)),
            ),
        }
