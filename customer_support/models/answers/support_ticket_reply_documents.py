from odoo import fields, models
from odoo.tools import format_amount

from ...logic.reply_variables import Value


class SupportTicketReplyDocuments(models.AbstractModel):
    """What reply templates say of the order, its deliveries, invoices and refunds.

    Only what the documents prove: no date of a transfer whose goods are not there, no
    amount of a draft, and no choice between two invoices.
    """

    _name = "support.ticket.reply.documents"
    _inherit = ["support.ticket.reply.values"]
    _description = "Documents in Reply Templates"

    # -- Order ----------------------------------------------------------------------
    def _get_order_reply_values(self):
        order = self.sudo().sale_order_id
        problem = self._get_order_reply_problem(order)
        if problem:
            return self._get_reply_problem("order", problem)
        values = {
            "order.number": Value(
                order.name, self.env._("Order %(number)s", number=order.name)
            )
        }
        if order.state != "sale":
            unsure = Value(
                problem=self.env._(
                    "Order %(number)s is not confirmed.", number=order.name
                )
            )
            return {**values, "order.date": unsure, "order.amount": unsure}
        date_source = self.env._("Date of order %(number)s", number=order.name)
        amount_source = self.env._("Total of order %(number)s", number=order.name)
        return {
            **values,
            "order.date": Value(self._format_reply_day(order.date_order), date_source),
            "order.amount": Value(
                self._format_reply_amount(order.amount_total, order.currency_id),
                amount_source,
            ),
        }

    def _get_order_reply_problem(self, order):
        if not order:
            return self.env._("No order is linked to the ticket.")
        if not self._is_of_customer(order.partner_id):
            return self.env._(
                "Order %(number)s belongs to another customer.", number=order.name
            )
        return ""

    # -- Deliveries -----------------------------------------------------------------
    def _get_delivery_reply_values(self):
        promised = {"delivery.promised_date": self._get_promised_reply_value()}
        pickings = self._find_reply_transfers()
        if not pickings:
            problem = self.env._("There is no delivery to the customer.")
            return {**self._get_reply_problem("delivery", problem), **promised}
        names = ", ".join(pickings.mapped("name"))
        source = self.env._("Transfer %(number)s", number=names)
        return {
            "delivery.number": Value(names, source),
            "delivery.shipped_date": self._get_shipped_reply_value(pickings),
            "delivery.scheduled_date": self._get_scheduled_reply_value(pickings),
            **self._get_tracking_reply_values(pickings, source),
            **promised,
        }

    def _find_reply_transfers(self):
        """Return the deliveries (in sudo) of the ticket, else of its order."""
        ticket_sudo = self.sudo()
        order = ticket_sudo.sale_order_id
        if order and not self._is_of_customer(order.partner_id):
            order = order.browse()
        pickings = ticket_sudo.picking_ids or order.picking_ids
        return pickings.filtered(
            lambda picking: (
                picking.picking_type_code == "outgoing"
                and picking.state != "cancel"
                and self._is_of_customer(picking.partner_id or order.partner_id)
            )
        )

    def _get_promised_reply_value(self):
        order = self.sudo().sale_order_id
        problem = self._get_order_reply_problem(order)
        if not problem and order.state != "sale":
            problem = self.env._(
                "Order %(number)s is not confirmed.", number=order.name
            )
        if not problem and not order.commitment_date:
            problem = self.env._(
                "No day was promised for order %(number)s; the expected one is only a "
                "forecast.",
                number=order.name,
            )
        if problem:
            return Value(problem=problem)
        return Value(
            self._format_reply_day(order.commitment_date),
            self.env._("Promised day of order %(number)s", number=order.name),
        )

    def _get_shipped_reply_value(self, pickings):
        waiting = pickings.filtered(lambda picking: picking.state != "done")
        if waiting:
            return Value(
                problem=self.env._(
                    "Transfer %(number)s has not left yet.", number=waiting[0].name
                )
            )
        last = max(pickings, key=lambda picking: picking.date_done)
        source = self.env._("Date of transfer %(number)s", number=last.name)
        return Value(self._format_reply_day(last.date_done), source)

    def _get_scheduled_reply_value(self, pickings):
        """Only goods that are there, for a day that is still to come."""
        waiting = pickings.filtered(lambda picking: picking.state != "done")
        if not waiting:
            return Value(problem=self.env._("Everything has left already."))
        unready = waiting.filtered(lambda picking: picking.state != "assigned")
        if unready:
            return Value(
                problem=self.env._(
                    "The goods of transfer %(number)s are not reserved: its day is "
                    "only a forecast.",
                    number=unready[0].name,
                )
            )
        last = max(waiting, key=lambda picking: picking.scheduled_date)
        if last.scheduled_date.date() < fields.Date.today():
            return Value(
                problem=self.env._(
                    "The planned day of transfer %(number)s has passed.",
                    number=last.name,
                )
            )
        source = self.env._("Date of transfer %(number)s", number=last.name)
        return Value(self._format_reply_day(last.scheduled_date), source)

    def _get_tracking_reply_values(self, pickings, source):
        carriers, links = self._get_reply_tracking(pickings)
        numbers = ", ".join(label for label, _address in links)
        pages = tuple(link for link in links if link[1])
        untracked = Value(
            problem=self.env._(
                "Transfer %(number)s has no tracking number.", number=pickings[0].name
            )
        )
        no_page = Value(
            problem=self.env._(
                "The carrier of transfer %(number)s has no page for it.",
                number=pickings[0].name,
            )
        )
        nobody = self.env._(
            "Transfer %(number)s has no carrier.", number=pickings[0].name
        )
        return {
            "delivery.carrier": Value(", ".join(carriers), source)
            if carriers
            else Value(problem=nobody),
            "delivery.tracking_number": Value(numbers, source) if links else untracked,
            "delivery.tracking_link": Value(numbers, source, links=pages)
            if pages
            else no_page,
        }

    def _get_reply_tracking(self, pickings):
        """Return carriers and parcels. Hook: an addon that knows carriers fills it.

        :param pickings: ``stock.picking`` in sudo
        :return: (names of carriers, (tracking number, address or "") pairs)
        """
        return [], []

    # -- Invoices and refunds -------------------------------------------------------
    def _get_invoice_reply_values(self):
        invoice, problem = self._find_reply_move("out_invoice")
        if problem:
            return self._get_reply_problem("invoice", problem)
        source = self.env._("Invoice %(number)s", number=invoice.name)
        due_day = Value(self._format_reply_day(invoice.invoice_date_due), source)
        if invoice.currency_id.is_zero(invoice.amount_residual):
            paid = self.env._("Invoice %(number)s is paid.", number=invoice.name)
            due_day = Value(problem=paid)
        return {
            "invoice.number": Value(invoice.name, source),
            "invoice.date": Value(self._format_reply_day(invoice.invoice_date), source),
            "invoice.amount_due": Value(
                self._format_reply_amount(invoice.amount_residual, invoice.currency_id),
                source,
            ),
            "invoice.due_date": due_day,
        }

    def _get_refund_reply_values(self):
        refund, problem = self._find_reply_move("out_refund")
        if problem:
            return self._get_reply_problem("refund", problem)
        source = self.env._("Credit note %(number)s", number=refund.name)
        return {
            "refund.number": Value(refund.name, source),
            "refund.amount": Value(
                self._format_reply_amount(refund.amount_total, refund.currency_id),
                source,
            ),
            "refund.date": Value(self._format_reply_day(refund.invoice_date), source),
        }

    def _find_reply_move(self, move_type):
        """Return the one posted document of a type (in sudo), else why there is none.

        :param str move_type: "out_invoice" or "out_refund"
        :return: (``account.move``, problem)
        """
        ticket_sudo = self.sudo()
        known = ticket_sudo.invoice_ids | ticket_sudo.invoice_ids.reversal_move_ids
        known = known.filtered(lambda move: move.move_type == move_type)
        moves = known or ticket_sudo.sale_order_id.invoice_ids.filtered(
            lambda move: move.move_type == move_type
        )
        moves = moves.filtered(
            lambda move: (
                move.state != "cancel" and self._is_of_customer(move.partner_id)
            )
        )
        posted = moves.filtered(lambda move: move.state == "posted")
        if len(posted) == 1:
            return posted, ""
        return posted, self._get_move_reply_problem(move_type, moves, posted)

    def _get_move_reply_problem(self, move_type, moves, posted):
        is_refund = move_type == "out_refund"
        if posted:
            names = ", ".join(posted.mapped("name"))
            return self.env._(
                "There are several: %(numbers)s. Link the right one to the ticket.",
                numbers=names,
            )
        if moves:
            return (
                self.env._("The credit note is only a draft.")
                if is_refund
                else self.env._("The invoice is only a draft.")
            )
        return (
            self.env._("There is no credit note for the customer.")
            if is_refund
            else self.env._("There is no invoice for the customer.")
        )

    def _format_reply_amount(self, amount, currency):
        return format_amount(
            self.env, amount, currency, lang_code=self.env.context["reply_lang"]
        )
