from odoo import fields, models
from odoo.tools import SQL


class AccountMove(models.Model):
    _inherit = "account.move"

    support_refund_id = fields.Many2one(
        "support.refund",
        "Refund",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    support_refund_count = fields.Integer(
        readonly=True,
        copy=False,
        help="Counts refunds, so that two at once meet on this row.",
    )

    def _hold_for_refund(self):
        """Make two refunds of one invoice follow each other; see the transaction."""
        self.env.cr.execute(
            SQL(
                "UPDATE account_move SET support_refund_count = "
                "COALESCE(support_refund_count, 0) + 1 WHERE id IN %s",
                tuple(self.ids),
            )
        )
        self.invalidate_recordset()

    def _get_credit_notes(self):
        """Return the credit notes of an invoice that count, whoever made them."""
        return self.reversal_move_ids.filtered(
            lambda move: move.move_type == "out_refund" and move.state != "cancel"
        )

    def _get_refund_remaining(self, excluded):
        """Return what of an invoice has not been credited yet, in its currency.

        :param excluded: ``account.move``, a credit note that does not count
        """
        self.ensure_one()
        others = self._get_credit_notes() - excluded
        credited = sum(others.mapped("amount_total"))
        return self.currency_id.round(self.amount_total - credited)
