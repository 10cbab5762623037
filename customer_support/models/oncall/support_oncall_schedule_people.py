from odoo import fields, models
from odoo.fields import Domain


class SupportOncallSchedulePeople(models.AbstractModel):
    """The people of a rota: who takes part, who answers for it, how they swap."""

    _name = "support.oncall.schedule.people"
    _description = "On-call Schedule: People"

    responsible_id = fields.Many2one(
        "res.users",
        "Responsible",
        tracking=True,
        check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Is told of warnings, and of swaps that wait or for which nobody was found.",
    )
    confirms_swaps = fields.Boolean(
        "Swaps Are Confirmed",
        tracking=True,
        help="A manager confirms a swap before it changes the plan.",
    )
    swap_ids = fields.One2many("support.oncall.swap", "schedule_id", "Swaps")

    def _get_rota_users(self, start=None, end=None):
        """Return who takes part in the rota in a span; default: now.

        :param datetime start: naive UTC
        :param datetime end: naive UTC
        """
        start = start or fields.Datetime.now()
        participants = self.env["support.oncall.participant"].search(
            Domain("layer_id.schedule_id", "in", self.ids)
            & (Domain("date_to", "=", False) | Domain("date_to", ">", start))
            & (
                Domain("date_from", "=", False)
                | Domain("date_from", "<=", end or start)
            )
        )
        return participants.user_id
