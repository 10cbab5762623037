from odoo import fields, models

from ...const import FREIGHT_PAYERS
from ...logic.return_eligibility import Request


class SupportReturnReason(models.Model):
    """Why a customer sends something back, and what follows from it."""

    _name = "support.return.reason"
    _description = "Return Reason"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="For interfaces; it never changes.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    fault = fields.Selection(
        [
            ("company", "Ours"),
            ("carrier", "The Carrier's"),
            ("customer", "Nobody's: the customer changed his mind"),
        ],
        required=True,
        default="customer",
        help="The customer pays a fee or freight only for what is nobody's fault.",
    )
    freight_payer = fields.Selection(
        FREIGHT_PAYERS, "Way Back Paid by", help="Empty: as the policy says."
    )
    photo_required = fields.Boolean()
    inspection_required = fields.Boolean(default=True)
    category_id = fields.Many2one(
        "support.category", "Contact Reason", index="btree_not_null"
    )

    _code_unique = models.Constraint("UNIQUE (code)", "The code is taken.")

    def _prepare_request(self, quantity):
        """Return a wish to send so much back as ``logic.return_eligibility.Request``.

        :param quantity: in the unit of the order line
        """
        return Request(
            quantity=quantity,
            reason_id=self.id or None,
            fault=self.fault or "customer",
            freight_payer=self.freight_payer or None,
            photo_required=self.photo_required,
            inspection_required=self.inspection_required,
        )
