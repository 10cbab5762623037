from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...const import ONCALL_OVERRIDE_KINDS
from ...logic.local_clock import to_seconds
from ...logic.oncall_plan import Override


class SupportOncallOverride(models.Model):
    """An exception to the rotation: somebody comes, goes or stands in."""

    _name = "support.oncall.override"
    _inherit = ["support.oncall.plan.mixin"]
    _description = "On-call Override"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    schedule_id = fields.Many2one(
        "support.oncall.schedule", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="schedule_id.company_id")
    kind = fields.Selection(ONCALL_OVERRIDE_KINDS, required=True, default="replace")
    user_id = fields.Many2one(
        "res.users",
        "Who Comes",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    replaced_user_id = fields.Many2one(
        "res.users",
        "Instead Of",
        ondelete="restrict",
        help="Empty when somebody stands in: instead of whoever has duty.",
    )
    date_from = fields.Datetime("From", required=True, index=True)
    date_to = fields.Datetime("To", required=True)
    reason = fields.Char()
    swap_id = fields.Many2one(
        "support.oncall.swap", readonly=True, index="btree_not_null", ondelete="cascade"
    )

    _dates_order = models.Constraint(
        "CHECK (date_from < date_to)", "An override ends after it starts."
    )

    @api.constrains("kind", "user_id", "replaced_user_id")
    def _check_people(self):
        for override in self:
            if override.kind == "remove":
                if not override.replaced_user_id or override.user_id:
                    raise ValidationError(
                        self.env._("Say who has no duty; nobody comes instead.")
                    )
            elif not override.user_id:
                raise ValidationError(self.env._("Say who comes."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_swapped(self):
        if any(override.swap_id.state == "done" for override in self):
            raise UserError(self.env._("Take back the swap instead."))

    @api.depends("kind", "user_id", "replaced_user_id")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for override in self:
            person = override.user_id or override.replaced_user_id
            override.display_name = f"{kinds.get(override.kind)}: {person.name}"

    def _prepare_override(self):
        """Return the ``logic.oncall_plan.Override``."""
        return Override(
            kind=self.kind,
            start=to_seconds(self.date_from),
            end=to_seconds(self.date_to),
            person=self.user_id.id or None,
            replaced=self.replaced_user_id.id or None,
        )
