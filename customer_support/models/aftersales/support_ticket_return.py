from odoo import api, fields, models

_AGENTS = "customer_support.customer_support_group_agent_own"


class SupportTicketReturn(models.AbstractModel):
    """Goods sent back from the ticket."""

    _name = "support.ticket.return"
    _description = "Returns of a Support Ticket"

    return_ids = fields.One2many(
        "support.return", "ticket_id", "Returns", readonly=True, groups=_AGENTS
    )
    return_words = fields.Char(
        "Return", compute="_compute_return_words", groups=_AGENTS
    )

    @api.depends("return_ids.state")
    def _compute_return_words(self):
        for ticket in self:
            last = ticket.return_ids.sorted("id")[-1:]
            labels = dict(last._fields["state"]._description_selection(self.env))
            ticket.return_words = labels[last.state] if last else False

    def _portal_get_returns(self):
        """Return the returns that the ticket's customer may see; the ticket in sudo."""
        self.ensure_one()
        customer = self.commercial_partner_id
        return self.return_ids.filtered(
            lambda return_: return_.partner_id.commercial_partner_id == customer
        )

    def action_return(self):
        """Open the dialog that takes goods back."""
        self.ensure_one()
        self.check_access("write")
        return self.env["support.return.create"]._open_for(self)

    def action_open_returns(self):
        """Open the returns of the ticket."""
        self.ensure_one()
        return self.return_ids._get_records_action(
            name=self.env._("Returns"), context={"create": False}
        )
