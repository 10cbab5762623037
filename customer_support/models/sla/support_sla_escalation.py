from odoo import api, fields, models

from ...const import SLA_MOMENTS


class SupportSlaEscalation(models.Model):
    """What happens on the way to a deadline, at it, and after it.

    Add a kind of action by extending the selection ``action`` and defining
    ``_do_<action>(clock)``.
    """

    _name = "support.sla.escalation"
    _inherit = ["support.cached.mixin"]
    _description = "Service Level Escalation"
    _order = "target_id, moment, minutes, id"

    target_id = fields.Many2one(
        "support.sla.target", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="target_id.company_id")
    moment = fields.Selection(SLA_MOMENTS, required=True, default="warning")
    minutes = fields.Integer(help="Working time before or after the deadline.")
    action = fields.Selection(
        [
            ("notify_agent", "Tell the agent, else the team leader"),
            ("notify_leader", "Tell the team leader"),
            ("notify_managers", "Tell the support managers"),
            ("raise_priority", "Raise the priority"),
            ("reassign_leader", "Hand the ticket to the team leader"),
        ],
        required=True,
        default="notify_agent",
    )

    _minutes_positive = models.Constraint(
        "CHECK (minutes >= 0)", "Minutes before or after a deadline cannot be negative."
    )

    @api.depends("action")
    def _compute_display_name(self):
        labels = dict(self._fields["action"]._description_selection(self.env))
        for escalation in self:
            escalation.display_name = labels.get(escalation.action)

    # -- Steps ----------------------------------------------------------------------
    def _get_step_key(self):
        self.ensure_one()
        return f"escalation {self.id}"

    @api.model
    def _find_by_step_key(self, key):
        """Return the escalation of a step, possibly deleted since: then none."""
        return self.browse(int(key.removeprefix("escalation "))).exists()

    # -- Actions --------------------------------------------------------------------
    def _escalate(self, clock):
        """Do what the escalation says, once, for a clock whose record still waits.

        :param clock: one ``support.sla.clock``
        """
        self.ensure_one()
        getattr(self, f"_do_{self.action}")(clock)

    def _do_notify_agent(self, clock):
        record = clock._get_record()
        clock._notify_people(record._get_sla_agent() or record._get_sla_leader())

    def _do_notify_leader(self, clock):
        clock._notify_people(clock._get_record()._get_sla_leader())

    def _do_notify_managers(self, clock):
        clock._notify_people(clock._get_record()._get_sla_managers())

    def _do_raise_priority(self, clock):
        clock._get_record()._raise_sla_priority()

    def _do_reassign_leader(self, clock):
        clock._get_record()._reassign_sla_to_leader()
