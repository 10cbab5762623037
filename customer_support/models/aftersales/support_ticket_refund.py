from odoo import api, fields, models

_AGENTS = "customer_support.customer_support_group_agent_own"


class SupportTicketRefund(models.AbstractModel):
    """Money given back from the ticket."""

    _name = "support.ticket.refund"
    _description = "Refunds of a Support Ticket"

    refund_ids = fields.One2many(
        "support.refund", "ticket_id", "Refunds", readonly=True, groups=_AGENTS
    )
    refund_words = fields.Char(
        "Refund", compute="_compute_refund_words", groups=_AGENTS
    )

    # Agents have no rights on invoices: only whether there is one leaves the ticket.
    can_be_refunded = fields.Boolean(
        compute="_compute_can_be_refunded", compute_sudo=True, groups=_AGENTS
    )

    @api.depends("sale_order_id", "invoice_ids")
    def _compute_can_be_refunded(self):
        for ticket in self:
            ticket.can_be_refunded = bool(ticket.sale_order_id or ticket.invoice_ids)

    @api.depends("refund_ids.state", "refund_ids.amount")
    def _compute_refund_words(self):
        for ticket in self:
            refund = ticket.refund_ids.sorted("id")[-1:]
            labels = dict(refund._fields["state"]._description_selection(self.env))
            ticket.refund_words = labels[refund.state] if refund else False

    def _get_refundable_invoices(self):
        """Return the posted invoices that the ticket is about, in sudo."""
        # The agent may refund what he sees beside the ticket, without other rights.
        ticket_sudo = self.sudo()
        invoices = ticket_sudo.invoice_ids | ticket_sudo.sale_order_id.invoice_ids
        return invoices.filtered(
            lambda move: (
                move.move_type == "out_invoice"
                and move.state == "posted"
                and move.commercial_partner_id == ticket_sudo.commercial_partner_id
                and move.company_id == ticket_sudo.company_id
            )
        )

    def action_refund(self):
        """Open the dialog that gives money back."""
        self.ensure_one()
        self.check_access("write")
        return self.env["support.refund.create"]._open_for(self)

    def action_open_refunds(self):
        """Open the refunds of the ticket."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_refund_action"
        )
        return {
            **action,
            "domain": [("ticket_id", "=", self.id)],
            "context": {"create": False},
        }
