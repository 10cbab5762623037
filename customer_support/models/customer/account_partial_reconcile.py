from odoo import api, models


class AccountPartialReconcile(models.Model):
    """What is paid of an invoice changes here, also in part, and back."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        partials._get_support_moves()._request_support_priorities()
        return partials

    def unlink(self):
        moves = self._get_support_moves()
        result = super().unlink()
        moves._request_support_priorities()
        return result

    def _get_support_moves(self):
        # Whoever reconciles sees both sides of what he reconciles.
        partials_sudo = self.sudo()
        return (partials_sudo.debit_move_id | partials_sudo.credit_move_id).move_id
