from odoo import api, fields, models, tools
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...const import ENDED_KINDS, STAGE_KINDS


class SupportStage(models.Model):
    _name = "support.stage"
    _inherit = ["support.cached.mixin"]
    _description = "Support Ticket Stage"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        STAGE_KINDS,
        required=True,
        default="open",
        help="What the stage means. Clocks, automations and reports follow the kind; "
        "name and order of the stages are yours.",
    )
    portal_name = fields.Char(
        "Name for Customers",
        translate=True,
        help="What customers read on the portal instead of the name.",
    )
    description = fields.Text(translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    fold = fields.Boolean(
        "Folded in Kanban",
        compute="_compute_fold",
        store=True,
        readonly=False,
        precompute=True,
    )
    team_ids = fields.Many2many(
        "support.team",
        string="Teams",
        help="Teams that use this stage. Empty: all teams.",
    )

    @api.depends("kind")
    def _compute_fold(self):
        for stage in self:
            stage.fold = stage.kind in ENDED_KINDS

    @api.ondelete(at_uninstall=False)
    def _unlink_except_last_of_kind(self):
        kept_kinds = set(self.search([("id", "not in", self.ids)]).mapped("kind"))
        for stage in self:
            if stage.kind not in kept_kinds:
                raise UserError(
                    self.env._(
                        "“%(stage)s” is the last stage of its kind. Tickets could no "
                        "longer reach it: rename the stage instead.",
                        stage=stage.name,
                    )
                )

    # -- Finding --------------------------------------------------------------------
    @api.model
    def _find_for_kind(self, kind, team=None):
        """Return the first stage of that kind that the team uses.

        A stage made for the team goes before one for everybody.

        :param str kind: see ``const.STAGE_KINDS``
        :param team: ``support.team`` or None
        :return: one ``support.stage``, or none if the kind has been archived
        """
        return self.browse(self._find_id_for_kind(kind, team.id if team else False))

    @api.model
    @tools.ormcache("kind", "team_id")
    def _find_id_for_kind(self, kind, team_id):
        team_domain = Domain("team_ids", "=", False)
        if team_id:
            team_domain |= Domain("team_ids", "in", [team_id])
        # Stages are configuration: the same for every user of the database.
        stages_sudo = self.sudo().search(Domain("kind", "=", kind) & team_domain)
        return stages_sudo.sorted(lambda stage: not stage.team_ids)[:1].id
