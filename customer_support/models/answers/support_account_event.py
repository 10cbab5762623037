from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...const import ACCOUNT_EVENTS


class SupportAccountEvent(models.Model):
    """What a customer did with his account by himself: a request that nobody had to do.

    Written by the product only, append-only.
    """

    _name = "support.account.event"
    _description = "Account Self-service"
    _order = "date desc, id desc"
    _rec_name = "kind"

    kind = fields.Selection(ACCOUNT_EVENTS, "What", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(related="user_id.partner_id", string="Customer")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    date = fields.Datetime(required=True, readonly=True, index=True)

    @api.model
    def _log(self, users, kind):
        """Note what customers did; what employees do with their accounts is no matter.

        :param users: ``res.users``
        :param str kind: see ``const.ACCOUNT_EVENTS``
        """
        # Nobody has a right to write what is counted.
        self.sudo().create(
            [
                {
                    "kind": kind,
                    "user_id": user.id,
                    "company_id": user.company_id.id,
                    "date": fields.Datetime.now(),
                }
                for user in users.filtered("share")
            ]
        )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_is_product()
        return super().create(vals_list)

    def write(self, vals):
        self._check_is_product()
        return super().write(vals)

    def _check_is_product(self):
        if not self.env.su:
            raise AccessError(self.env._("These lines are not written by hand."))
