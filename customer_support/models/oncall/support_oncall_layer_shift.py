from odoo import fields, models


class SupportOncallLayerShift(models.Model):
    """What a layer says by itself, ahead: to see from what the plan comes.

    Written by the schedule only, anew with every change.
    """

    _name = "support.oncall.layer.shift"
    _description = "Turn of an On-call Layer"
    _order = "date_from, id"
    _rec_name = "user_id"

    schedule_id = fields.Many2one(
        "support.oncall.schedule",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="schedule_id.company_id")
    layer_id = fields.Many2one(
        "support.oncall.layer",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    user_id = fields.Many2one("res.users", "Person", required=True, readonly=True)
    date_from = fields.Datetime("From", required=True, readonly=True, index=True)
    date_to = fields.Datetime("To", required=True, readonly=True)
