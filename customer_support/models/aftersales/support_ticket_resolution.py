from odoo import fields, models


class SupportTicketResolution(models.AbstractModel):
    """What was decided for the customer on a ticket."""

    _name = "support.ticket.resolution"
    _description = "Resolutions of a Support Ticket"

    resolution_ids = fields.One2many(
        "support.resolution", "ticket_id", "Resolutions", readonly=True
    )

    def _portal_get_resolutions(self):
        """Return the decisions that the customer reads; the ticket in sudo."""
        self.ensure_one()
        customer = self.commercial_partner_id
        return self.resolution_ids.filtered(
            lambda resolution: (
                resolution.kind in ("replacement", "exchange", "cancellation")
                and resolution.state != "cancelled"
                and resolution.partner_id.commercial_partner_id == customer
            )
        )

    def action_resolve(self):
        """Ask how the ticket is put right."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_resolution_action_new"
        )
        return {**action, "context": {"default_ticket_id": self.id}}
