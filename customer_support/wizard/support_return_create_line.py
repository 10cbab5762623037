from odoo import api, fields, models


class SupportReturnCreateLine(models.TransientModel):
    _name = "support.return.create.line"
    _description = "Line of a Return from a Ticket"

    wizard_id = fields.Many2one(
        "support.return.create", required=True, ondelete="cascade"
    )
    sale_line_id = fields.Many2one("sale.order.line", readonly=True)
    order_name = fields.Char("Order", readonly=True)
    name = fields.Char("Product", readonly=True)
    available = fields.Float("Can Come Back", digits="Product Unit", readonly=True)
    quantity = fields.Float("Return", digits="Product Unit")
    reason_id = fields.Many2one("support.return.reason")
    note = fields.Char()
    verdict = fields.Char("What the Policy Says", compute="_compute_verdict")
    is_allowed = fields.Boolean(compute="_compute_verdict")

    @api.depends("quantity", "reason_id")
    def _compute_verdict(self):
        readable = self.filtered("wizard_id")._filter_of_customer()
        # What may come back is said to whoever may write the ticket.
        orders = readable.sudo().sale_line_id.order_id.with_env(self.env)
        requests = {
            line.sudo().sale_line_id.with_env(self.env): (line.quantity, line.reason_id)
            for line in readable
            if line.quantity
        }
        verdicts = orders._get_return_verdicts(requests)
        verdicts = {line.id: verdict for line, verdict in verdicts.items()}
        for line in self:
            verdict = line in readable and verdicts.get(line.sudo().sale_line_id.id)
            line.is_allowed = bool(verdict and verdict.allowed)
            line.verdict = bool(verdict) and " ".join(
                words for _code, words, _blocks in verdict.reasons
            )

    def _filter_of_customer(self):
        """Return the lines whose orders are of the ticket's customer and company."""

        def is_his(line):
            order = line.sudo().sale_line_id.order_id
            ticket = line.wizard_id.ticket_id
            ticket.check_access("write")
            return (
                order.partner_id.commercial_partner_id
                == ticket.sudo().commercial_partner_id
                and order.company_id == ticket.sudo().company_id
            )

        return self.filtered(is_his)
