from odoo import fields, models

from ...const import SIMULATED_CHANGES, SIMULATED_OUTCOMES, SIMULATED_REASONS


class SupportReturnPolicySimulationLine(models.Model):
    """What a simulated policy says of one line of an order, or of one real return."""

    _name = "support.return.policy.simulation.line"
    _description = "Result of a Return Policy Simulation"
    _order = "simulation_id, id"
    _rec_name = "order_id"

    simulation_id = fields.Many2one(
        "support.return.policy.simulation",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="simulation_id.company_id")
    currency_id = fields.Many2one(related="simulation_id.currency_id")
    order_id = fields.Many2one(
        "sale.order", required=True, readonly=True, index=True, ondelete="cascade"
    )
    sale_line_id = fields.Many2one(
        "sale.order.line", required=True, readonly=True, index=True, ondelete="cascade"
    )
    product_id = fields.Many2one(
        "product.product", readonly=True, index="btree_not_null", ondelete="set null"
    )
    return_id = fields.Many2one(
        "support.return",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="A return that was really asked for; empty: what if everything came back.",
    )
    is_real = fields.Boolean("Real Return", readonly=True)
    # What was promised, and what would be
    promised = fields.Selection(SIMULATED_OUTCOMES, "As Promised", readonly=True)
    outcome = fields.Selection(SIMULATED_OUTCOMES, "As Simulated", readonly=True)
    change = fields.Selection(
        SIMULATED_CHANGES, "For the Customer", readonly=True, index=True
    )
    reason = fields.Selection(SIMULATED_REASONS, "Because", readonly=True)
    value = fields.Monetary(readonly=True, help="What the customer paid, with taxes.")
    fee = fields.Monetary("Restocking Fee", readonly=True)
    promised_fee = fields.Monetary("Fee as Promised", readonly=True)
    freight = fields.Monetary("Way Back Paid by Customer", readonly=True)
    promised_freight = fields.Monetary("Way Back as Promised", readonly=True)

    def action_open_order(self):
        """Open the order, with the rights of the user."""
        self.ensure_one()
        return self.order_id._get_records_action()
