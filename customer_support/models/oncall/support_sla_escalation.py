from odoo import fields, models


class SupportSlaEscalation(models.Model):
    """A deadline can call somebody."""

    _inherit = "support.sla.escalation"

    action = fields.Selection(
        selection_add=[("call", "Call somebody")], ondelete={"call": "cascade"}
    )
    escalation_policy_id = fields.Many2one(
        "support.escalation.policy",
        "Call by",
        ondelete="set null",
        help="Empty: the escalation policy of the team.",
    )

    def _do_call(self, clock):
        clock._get_record()._call_somebody(
            "sla",
            policy=self.escalation_policy_id,
            note=clock._get_notice(),
            clock_id=clock.id,
        )
