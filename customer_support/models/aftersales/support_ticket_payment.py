from odoo import api, fields, models

_AGENTS = "customer_support.customer_support_group_agent_own"


class SupportTicketPayment(models.AbstractModel):
    """Asking the ticket's customer for what he still owes."""

    _name = "support.ticket.payment"
    _description = "Payment Links of a Support Ticket"

    # Agents have no rights on invoices: only whether something is due leaves them.
    can_ask_payment = fields.Boolean(
        compute="_compute_can_ask_payment", compute_sudo=True, groups=_AGENTS
    )

    @api.depends("sale_order_id", "invoice_ids", "commercial_partner_id", "company_id")
    def _compute_can_ask_payment(self):
        for ticket in self:
            ticket.can_ask_payment = bool(ticket._get_due_documents())

    def _get_due_documents(self):
        """Return what the ticket's customer can pay online: {document in sudo: amount}.

        Invoices first; of the order what is neither invoiced nor paid.
        """
        self.ensure_one()
        # The agent may ask for what he sees beside the ticket, without other rights.
        due = {
            invoice: invoice._get_default_payment_link_values()["amount_max"]
            for invoice in self._get_refundable_invoices()
            if invoice._has_to_be_paid()
        }
        order = self.sudo().sale_order_id
        if self._is_payable(order):
            due[order] = min(
                order.amount_to_invoice, order.amount_total - order.amount_paid
            )
        return {
            document: amount
            for document, amount in due.items()
            if document.currency_id.compare_amounts(amount or 0.0, 0.0) > 0
        }

    def _is_payable(self, order):
        """Tell whether an order is of the ticket's customer, with no payment open."""
        under_way = order.transaction_ids.filtered(
            lambda tx: tx.state in ("pending", "authorized")
        )
        return (
            order.state == "sale"
            and order.company_id == self.company_id
            and order.partner_id.commercial_partner_id == self.commercial_partner_id
            and not under_way
        )

    def _get_payment_link(self, document, amount):
        """Return the host's link on which the customer pays; none if he may not.

        :param document: ``account.move`` or ``sale.order``
        :param float amount: at most what is due
        :raise AccessError: the user may not write the ticket
        """
        self.ensure_one()
        self.check_access("write")
        due = self._get_due_documents().get(document.sudo(), 0.0)
        currency = document.sudo().currency_id
        if amount <= 0 or currency.compare_amounts(amount, due) > 0:
            return False
        # The host's own dialog is for accountants; what it is asked is bounded above.
        dialog_sudo = self.env["payment.link.wizard"].sudo()
        values = dialog_sudo.with_context(
            active_model=document._name, active_id=document.id
        ).default_get(["res_model", "res_id"])
        return dialog_sudo.new({**values, "amount": currency.round(amount)}).link

    def action_ask_payment(self):
        """Open the dialog with the links on which the customer pays."""
        self.ensure_one()
        self.check_access("write")
        return self.env["support.payment.link"]._open_for(self)
