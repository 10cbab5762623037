from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..const import PRIORITIES


class SupportTicketCall(models.TransientModel):
    """A phone call written down in one step: ticket, and caller if he is new."""

    _name = "support.ticket.call"
    _description = "Log a Call"

    partner_id = fields.Many2one("res.partner", "Customer")
    caller_name = fields.Char(
        help="Somebody who is not among your contacts yet; he is added to them."
    )
    partner_phone = fields.Char(
        "Phone",
        compute="_compute_partner_phone",
        store=True,
        readonly=False,
        help="Where to call back.",
    )
    name = fields.Char("Subject", required=True)
    description = fields.Html("What Was Said")
    category_id = fields.Many2one("support.category", "Contact Reason")
    team_id = fields.Many2one(
        "support.team",
        compute="_compute_team_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    user_id = fields.Many2one(
        "res.users",
        "Assigned to",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('share', '=', False)]",
        help="Leave it empty to put the ticket into the team's queue.",
    )
    priority = fields.Selection(PRIORITIES, default="1", required=True)
    is_solved = fields.Boolean("Solved During the Call")

    @api.depends("partner_id")
    def _compute_partner_phone(self):
        for call in self:
            call.partner_phone = call.partner_id.phone or call.partner_phone

    @api.depends("category_id")
    def _compute_team_id(self):
        default = self.env["support.ticket"]._default_team_id()
        for call in self:
            in_charge = call.category_id._find_team(self.env.company)
            call.team_id = in_charge or call.team_id or default

    @api.depends("team_id")
    def _compute_user_id(self):
        user = self.env.user
        for call in self:
            is_own = user in call.team_id.user_ids
            call.user_id = user if is_own else call.user_id - user

    @api.constrains("partner_id", "caller_name")
    def _check_caller(self):
        if any(not call.partner_id and not call.caller_name for call in self):
            raise ValidationError(self.env._("Say who called."))

    def action_log(self):
        """Create the ticket and open it.

        Whoever took the call may do so for a team that he does not belong to: the
        ticket is his own until it is complete.
        """
        self.ensure_one()
        ticket = self.env["support.ticket"].create(self._prepare_ticket_vals())
        if self.is_solved:
            ticket.action_solve()
        if self.user_id != self.env.user:
            ticket.user_id = self.user_id
        return {
            "type": "ir.actions.act_window",
            "res_model": "support.ticket",
            "res_id": ticket.id,
            "views": [(False, "form")],
        }

    def _prepare_ticket_vals(self):
        caller = self.partner_id or self._create_caller()
        return {
            "name": self.name,
            "description": self.description,
            "partner_id": caller.id,
            "partner_phone": self.partner_phone,
            "category_id": self.category_id.id,
            "team_id": self.team_id.id,
            "user_id": self.env.uid,
            "priority": self.priority,
            "channel_id": self.env["support.channel"]._get_by_kind("phone").id,
        }

    def _create_caller(self):
        return self.env["res.partner"].create(
            {"name": self.caller_name, "phone": self.partner_phone}
        )
