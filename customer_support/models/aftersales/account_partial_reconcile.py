from odoo import api, models


class AccountPartialReconcile(models.Model):
    """A refund that the accountant pays by hand is refunded when it is reconciled."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        # Whoever pays has no rights on the refunds of the desk.
        refunds_sudo = partials._get_support_moves().support_refund_id
        refunds_sudo._request_execution()
        return partials
