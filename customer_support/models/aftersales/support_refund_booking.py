from odoo import Command, fields, models
from odoo.exceptions import UserError

from ...logic.refund import get_rounding


class _Undo(Exception):
    """Takes back what was only tried."""


class SupportRefundBooking(models.AbstractModel):
    """The credit notes of a refund: from real lines, with their taxes and discounts.

    All methods run as superuser: rights and bounds have been checked.
    """

    _name = "support.refund.booking"
    _description = "Credit Notes of a Refund"

    def _book(self):
        """Make and post the credit notes, once."""
        self.ensure_one()
        if self.credit_note_ids or not self.line_ids:
            return
        self.line_ids.invoice_line_id.move_id._hold_for_refund()
        credit_notes = self._create_credit_notes()
        credit_notes.action_post()
        for credit_note in credit_notes:
            self._settle(credit_note)
        self.amount = self._get_due(credit_notes)

    def _measure(self):
        """Return what the credit notes will come to; makes none."""
        total = 0.0
        try:
            with self.env.cr.savepoint():
                total = sum(self._create_credit_notes().mapped("amount_total"))
                raise _Undo
        except _Undo:
            self.env.invalidate_all()
        return total

    def _create_credit_notes(self):
        moves = self.env["account.move"]
        for invoice, lines in self.line_ids.grouped(
            lambda line: line.invoice_line_id.move_id
        ).items():
            self._check_quantities(invoice, lines)
            move = moves.with_company(invoice.company_id).create(
                self._prepare_credit_note_vals(invoice, lines)
            )
            self._round_to_invoice(invoice, move)
            moves |= move
        return moves

    def _check_quantities(self, invoice, lines):
        """Refuse what has been credited meanwhile.

        :raise UserError: with the name of the line
        """
        left = lines.invoice_line_id._get_refundable_quantities()
        for line in lines:
            unit = line.invoice_line_id.product_uom_id
            available = left[line.invoice_line_id]
            is_too_much = (
                unit.compare(line.quantity, available) > 0
                if unit
                else line.quantity > available
            )
            if is_too_much:
                raise UserError(
                    self.env._(
                        "Of “%(what)s” on %(invoice)s only %(left)g can still be "
                        "refunded.",
                        what=line.name,
                        invoice=invoice.name,
                        left=available,
                    )
                )

    def _prepare_credit_note_vals(self, invoice, lines):
        return {
            "move_type": "out_refund",
            "reversed_entry_id": invoice.id,
            "partner_id": invoice.partner_id.id,
            "partner_shipping_id": invoice.partner_shipping_id.id,
            "currency_id": invoice.currency_id.id,
            "journal_id": invoice.journal_id.id,
            "fiscal_position_id": invoice.fiscal_position_id.id,
            "invoice_payment_term_id": False,
            "invoice_date": fields.Date.context_today(self),
            "invoice_origin": invoice.invoice_origin,
            "ref": f"{self.name}: {invoice.name}",
            "support_refund_id": self.id,
            "invoice_line_ids": [
                *(Command.create(self._prepare_line_vals(line)) for line in lines),
                *(
                    Command.create(vals)
                    for vals in self._prepare_fee_vals_list(lines.invoice_line_id)
                ),
            ],
        }

    def _prepare_line_vals(self, line):
        origin = line.invoice_line_id
        return {
            "name": origin.name,
            "product_id": origin.product_id.id,
            "product_uom_id": origin.product_uom_id.id,
            "quantity": line.quantity,
            "price_unit": origin.price_unit,
            "discount": origin.discount,
            "tax_ids": [Command.set(origin.tax_ids.ids)],
            "account_id": origin.account_id.id,
            "analytic_distribution": origin.analytic_distribution,
            "sale_line_ids": [Command.set(origin.sale_line_ids.ids)],
            "support_refunded_line_id": origin.id,
        }

    def _prepare_fee_vals_list(self, origins):
        """Return the restocking fee: a line of its own for each kind of taxes."""
        if not self.fee_percent:
            return []
        vals_list = []
        quantities = {line.invoice_line_id: line.quantity for line in self.line_ids}
        for taxes, own in origins.grouped("tax_ids").items():
            value = sum(
                origin.price_unit * (1 - origin.discount / 100) * quantities[origin]
                for origin in own
            )
            vals_list.append(
                {
                    "name": self.env._(
                        "Restocking fee, %(percent)g %%", percent=self.fee_percent
                    ),
                    "quantity": 1,
                    "price_unit": -self.currency_id.round(
                        value * self.fee_percent / 100
                    ),
                    "tax_ids": [Command.set(taxes.ids)],
                    "account_id": own[0].account_id.id,
                }
            )
        return vals_list

    def _round_to_invoice(self, invoice, move):
        """Let all credit notes of the invoice add up to it, to the cent."""
        products = invoice.invoice_line_ids.filtered(
            lambda line: line.display_type == "product" and line.quantity > 0
        )
        left = products._get_refundable_quantities()
        is_last = not self._is_reduced() and not any(
            quantity > 1e-6 for quantity in left.values()
        )
        difference = get_rounding(
            move.amount_total,
            invoice._get_refund_remaining(move),
            len(move.invoice_line_ids),
            move.currency_id.rounding,
            is_last=is_last,
        )
        if difference is None:
            raise UserError(
                self.env._(
                    "%(invoice)s has been credited in another way, or has a down "
                    "payment. Please let accounting make this credit note.",
                    invoice=invoice.name,
                )
            )
        if difference:
            move.invoice_line_ids = [
                Command.create(
                    {
                        "name": self.env._("Rounding"),
                        "quantity": 1,
                        "price_unit": difference,
                        "tax_ids": [Command.clear()],
                        "account_id": move.invoice_line_ids[0].account_id.id,
                    }
                )
            ]

    def _is_reduced(self):
        """Tell whether less is credited than the lines come to."""
        return bool(self.fee_percent)

    def _settle(self, credit_note):
        """Set the credit note off against what the customer has not paid yet."""
        invoice = credit_note.reversed_entry_id
        self._book_received_money(invoice)
        lines = (invoice | credit_note).line_ids.filtered(
            lambda line: (
                line.account_id.account_type == "asset_receivable"
                and not line.reconciled
            )
        )
        if lines.filtered(lambda line: line.move_id == invoice):
            lines.reconcile()

    def _book_received_money(self, invoice):
        """Set payments that came in before the invoice off against it first."""
        payments = self._get_transactions().payment_id.move_id
        lines = (invoice | payments).line_ids.filtered(
            lambda line: (
                line.account_id.account_type == "asset_receivable"
                and not line.reconciled
            )
        )
        if len(lines.move_id) > 1 and invoice in lines.move_id:
            lines.reconcile()

    def _get_due(self, credit_notes):
        """Return what goes back to the customer."""
        return sum(credit_notes.mapped("amount_residual"))
