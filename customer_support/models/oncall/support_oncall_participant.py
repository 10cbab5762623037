from datetime import timedelta

from odoo import api, fields, models

from ...logic.local_clock import to_seconds
from ...logic.rotation import Participant


class SupportOncallParticipant(models.Model):
    """Somebody in the order of a layer, possibly from a date or until one."""

    _name = "support.oncall.participant"
    _inherit = ["support.oncall.plan.mixin"]
    _description = "On-call Participant"
    _order = "layer_id, sequence, id"
    _rec_name = "user_id"
    _check_company_auto = True

    layer_id = fields.Many2one(
        "support.oncall.layer", required=True, index=True, ondelete="cascade"
    )
    schedule_id = fields.Many2one(related="layer_id.schedule_id")
    company_id = fields.Many2one(related="layer_id.company_id")
    sequence = fields.Integer(default=10)
    user_id = fields.Many2one(
        "res.users",
        "Person",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    date_from = fields.Datetime("Joins", help="Empty: takes part from the beginning.")
    date_to = fields.Datetime("Leaves", help="Empty: stays.")
    entry_date = fields.Datetime(readonly=True, copy=False, default=fields.Datetime.now)

    _dates_order = models.Constraint(
        "CHECK (date_from < date_to)", "Somebody leaves after he joined."
    )

    # -- CRUD -----------------------------------------------------------------------
    # A change of people deals no running turn anew: the next hand-off is the first that
    # a newcomer sees. Changed dates say by themselves from when on they hold.
    @api.model_create_multi
    def create(self, vals_list):
        layers = self.env["support.oncall.layer"].browse(
            {vals["layer_id"] for vals in vals_list if vals.get("layer_id")}
        )
        orders = layers._get_orders()
        participants = super().create(vals_list)
        self._keep_turns(orders)
        return participants

    def write(self, vals):
        orders = {}
        if vals.keys() & {"layer_id", "sequence", "user_id"}:
            orders = self.layer_id._get_orders()
        result = super().write(vals)
        self._keep_turns(orders)
        return result

    def unlink(self):
        orders = self.layer_id._get_orders()
        result = super().unlink()
        self._keep_turns(orders)
        return result

    @api.model
    def _keep_turns(self, orders):
        for layer, order in orders.items():
            if layer.exists():
                layer._keep_turn(order)

    # -- Rotation -------------------------------------------------------------------
    def _prepare_participant(self):
        """Return the ``logic.rotation.Participant``."""
        return Participant(
            person=self.user_id.id,
            start=to_seconds(self.date_from) if self.date_from else None,
            end=to_seconds(self.date_to) if self.date_to else None,
        )

    def _get_joining_date(self):
        """Return since when he takes part, naive UTC; False: from the beginning."""
        if self.date_from:
            return self.date_from
        begun = self.layer_id.service_date
        is_newcomer = self.entry_date and self.entry_date - begun > timedelta(days=1)
        return is_newcomer and self.entry_date
