from odoo import fields, models


class SupportOncallSchedule(models.Model):
    """Placeholder: the schedule with its layers takes the place of this file."""

    _name = "support.oncall.schedule"
    _description = "On-call Schedule"
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    tz = fields.Char(default="UTC", required=True)
    stub_user_ids = fields.Many2many("res.users")

    def get_on_call(self, at):
        """Return who is on duty at an instant.

        :param datetime at: naive UTC
        """
        self.ensure_one()
        return self.stub_user_ids
