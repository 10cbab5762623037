from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class SupportTicketMergeWizard(models.TransientModel):
    """Choose into which ticket the selected ones are merged.

    Opened on one ticket, any other of the customer can be chosen; opened on several,
    one of them.
    """

    _name = "support.ticket.merge.wizard"
    _description = "Merge Tickets"

    ticket_ids = fields.Many2many(
        "support.ticket",
        string="Tickets",
        default=lambda self: self._default_ticket_ids(),
    )
    target_id = fields.Many2one(
        "support.ticket",
        "Merge Into",
        compute="_compute_target_id",
        store=True,
        readonly=False,
        precompute=True,
        help="This ticket keeps its number and receives the messages of the others.",
    )
    candidate_ids = fields.Many2many("support.ticket", compute="_compute_candidate_ids")
    refusal = fields.Char(compute="_compute_refusal")

    def _default_ticket_ids(self):
        if self.env.context.get("active_model") != "support.ticket":
            return []
        return [Command.set(self.env.context.get("active_ids", []))]

    @api.depends("ticket_ids")
    def _compute_candidate_ids(self):
        for wizard in self:
            tickets = wizard.ticket_ids._origin
            if len(tickets) == 1:
                domain = tickets._get_merge_target_domain()
                wizard.candidate_ids = tickets.search(
                    domain, order="id desc", limit=200
                )
            else:
                wizard.candidate_ids = tickets

    @api.depends("ticket_ids")
    def _compute_target_id(self):
        for wizard in self:
            tickets = wizard.ticket_ids._origin
            # The oldest open one: that is where the conversation began.
            candidates = tickets.filtered("can_be_merged").sorted("id")
            wizard.target_id = wizard.target_id or (
                candidates[:1] if len(tickets) > 1 else False
            )

    @api.depends("ticket_ids", "target_id")
    def _compute_refusal(self):
        for wizard in self:
            target = wizard.target_id
            refusals = [
                ticket._get_merge_refusal(target)
                for ticket in wizard.ticket_ids._origin - target
                if target
            ]
            wizard.refusal = next(filter(None, refusals), False)

    def action_merge(self):
        """Merge and show the ticket in which the conversation continues."""
        self.ensure_one()
        sources = self.ticket_ids - self.target_id
        if not sources or not self.target_id:
            raise UserError(self.env._("Choose the ticket that stays."))
        sources._merge_into(self.target_id)
        # A page of its own: the web client keeps the conversations that it has shown,
        # and would not ask again for older messages that arrived by a merge.
        return {
            "type": "ir.actions.act_url",
            "url": f"/odoo/support-tickets/{self.target_id.id}",
            "target": "self",
        }
