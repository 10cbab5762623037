from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class SupportRefundCreate(models.TransientModel):
    """Choose what is refunded, and see what it comes to before anything is done."""

    _name = "support.refund.create"
    _description = "Refund from a Ticket"

    ticket_id = fields.Many2one("support.ticket", required=True, ondelete="cascade")
    line_ids = fields.One2many("support.refund.create.line", "wizard_id", "Lines")
    fee_percent = fields.Float("Restocking Fee (%)")
    reason = fields.Char(required=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    total = fields.Monetary("Credited", compute="_compute_total")
    limit_note = fields.Char(compute="_compute_total")

    @api.model
    def _open_for(self, ticket):
        """Return the action that opens the dialog for a ticket.

        :raise UserError: there is nothing to refund
        """
        invoices_sudo = ticket._get_refundable_invoices()
        lines_sudo = invoices_sudo.invoice_line_ids.filtered(
            lambda line: line.display_type == "product" and line.quantity > 0
        )
        left = lines_sudo._get_refundable_quantities()
        commands = [
            Command.create(
                {
                    "invoice_line_id": line.id,
                    "name": line.name or line.product_id.display_name,
                    "invoice_name": line.move_id.name,
                    "available": left[line],
                }
            )
            for line in lines_sudo
            if left[line] > 0
        ]
        if not commands:
            raise UserError(
                self.env._(
                    "There is no posted invoice of this ticket's order of which "
                    "anything is left to refund."
                )
            )
        wizard = self.create(
            {
                "ticket_id": ticket.id,
                "currency_id": invoices_sudo[:1].currency_id.id,
                "reason": ticket.name,
                "line_ids": commands,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refund"),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    @api.depends("line_ids.quantity", "fee_percent")
    def _compute_total(self):
        for wizard in self:
            total = sum(line._get_total_sudo() for line in wizard.line_ids)
            wizard.total = total * (1 - wizard.fee_percent / 100)
            team = wizard.ticket_id.team_id
            company = wizard.ticket_id.company_id
            value = (
                wizard.currency_id._convert(
                    wizard.total,
                    company.currency_id,
                    company,
                    fields.Date.context_today(wizard),
                )
                if wizard.currency_id
                else 0.0
            )
            wizard.limit_note = (
                self.env._("Above the limit of your team: a manager approves it.")
                if value > team.refund_limit
                else False
            )

    def action_refund(self):
        """Make the refund and ask for it; the money follows at once if it may."""
        self.ensure_one()
        self.ticket_id.check_access("write")
        allowed_sudo = self.ticket_id._get_refundable_invoices().invoice_line_ids
        chosen = {}
        for line in self.line_ids.filtered("quantity"):
            line_sudo = line.sudo().invoice_line_id
            if line_sudo not in allowed_sudo:
                raise UserError(
                    self.env._("This is not on an invoice of the ticket's order.")
                )
            chosen[line_sudo] = line.quantity
        refund_sudo = self.env["support.refund"]._create_from_invoice_lines(
            chosen,
            fee_percent=self.fee_percent,
            ticket=self.ticket_id,
            reason=self.reason,
        )
        refund_sudo._submit()
        return {
            "type": "ir.actions.act_window",
            "res_model": "support.refund",
            "res_id": refund_sudo.id,
            "views": [(False, "form")],
        }
