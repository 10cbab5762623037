from odoo import fields, models

_AGENTS = "customer_support.customer_support_group_agent_own"


class SupportTicketVoice(models.AbstractModel):
    """What the customer wants, and what he wrote about us in public."""

    _name = "support.ticket.voice"
    _description = "Wishes and Public Reviews of a Support Ticket"

    wish_request_ids = fields.One2many(
        "support.wish.request", "ticket_id", "Wishes", groups=_AGENTS
    )
    public_review_ids = fields.One2many(
        "support.public.review", "ticket_id", "Public Reviews", groups=_AGENTS
    )

    def action_note_wish(self):
        """Ask what the customer wants that we do not have."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_wish_request_action_new"
        )
        return {**action, "context": {"default_ticket_id": self.id}}

    def action_open_public_reviews(self):
        """Open what the customer wrote in public."""
        self.ensure_one()
        return self.public_review_ids._get_records_action(
            name=self.env._("Public Reviews")
        )
