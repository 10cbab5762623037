from odoo import models


class SupportOrderDelivery(models.AbstractModel):
    """What an order's documents say about its delivery, for whoever judges it."""

    _name = "support.order.delivery"
    _description = "Delivery Dates of an Order"

    def _get_support_delivery_dates(self, now):
        """Return the facts of ``logic.delay_cause.DeliveryFacts``.

        :param now: naive UTC, becomes ``today``
        :return: dict; instants are naive UTC or False, ``is_…`` are booleans
        """
        self.ensure_one()
        outgoing = self.picking_ids.filtered(
            lambda picking: (
                picking.picking_type_code == "outgoing"
                and picking.state not in ("draft", "cancel")
            )
        )
        done = outgoing.filtered(lambda picking: picking.state == "done")
        left = max(done.filtered("date_done").mapped("date_done"), default=False)
        is_whole = bool(done) and done == outgoing
        waiting = self.picking_ids.move_ids.filtered(
            lambda move: move.state not in ("draft", "done", "cancel")
        )
        return {
            "today": now,
            "promised": self._get_support_promised_date(outgoing),
            "shipped": is_whole and left,
            "part_shipped": not is_whole and left,
            "delivered": self._get_support_delivered_date(),
            "is_short": any(_is_short(move) for move in waiting),
            **self._get_support_supply_dates(outgoing.move_ids),
            **self._get_support_payment_facts(),
        }

    def _get_support_promised_date(self, pickings):
        """Return what the customer was told, else what the host would have told him."""
        deadlines = pickings.filtered("date_deadline").mapped("date_deadline")
        return (
            self.commitment_date
            or min(deadlines, default=False)
            or (self.state == "sale" and self.expected_date)
        )

    def _get_support_delivered_date(self):
        """Return when the carrier handed the last parcel over. Hook: carriers tell."""
        return False

    def _get_support_supply_dates(self, moves):
        """Return when the goods of the order should have come in, and when they did.

        Read from the receipts that were made for it. Hook: an addon that knows
        purchases for stock adds their dates.

        :param moves: ``stock.move`` of the order's deliveries
        :return: {"supply_expected": instant, "supply_received": instant}
        """
        receipts = moves.browse(moves._rollup_move_origs()).filtered(
            lambda move: move.picking_code == "incoming" and move.state != "cancel"
        )
        is_complete = all(move.state == "done" for move in receipts)
        expected = [move.date_deadline or move.date for move in receipts]
        received = [move.date for move in receipts]
        return {
            "supply_expected": max(expected, default=False),
            "supply_received": is_complete and max(received, default=False),
        }

    def _get_support_payment_facts(self):
        """Return whether the order waits for money, or when it stopped to."""
        if not self.require_payment:
            return {"is_unpaid": False, "paid": False}
        needed = self._get_prepayment_required_amount()
        is_paid = self.currency_id.compare_amounts(self.amount_paid, needed) >= 0
        done = self.transaction_ids.filtered(lambda tx: tx.state == "done")
        return {
            "is_unpaid": self.state in ("draft", "sent") and not is_paid,
            "paid": max(
                done.filtered("last_state_change").mapped("last_state_change"),
                default=False,
            ),
        }


def _is_short(move):
    """Tell whether a move waits for goods that the warehouse does not have."""
    if move.state != "waiting":
        return move.state in ("confirmed", "partially_available")
    return "incoming" in move.move_orig_ids.mapped("picking_code")
