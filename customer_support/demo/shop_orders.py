"""The orders of the demo shop, each led through its own life.

``orders.csv`` has one row per order. Its column ``life`` names the steps, with the day
on which they happen: ``confirm pay ship@40 invoice@40`` is confirmed and paid when it
is ordered, shipped and invoiced forty working days ago.
"""

import csv
from datetime import time, timedelta

from odoo.fields import Command, Datetime
from odoo.tools import file_open

from .story import ShopCalendar

FOLDER = "customer_support/demo"
DELIVERY_DAYS = 3


def load(env):
    """Fill the warehouse and play every order.

    :return: {key of the row: ``sale.order``}
    """
    _fill_warehouse(env)
    rows = read_table("orders.csv")
    calendar = ShopCalendar(Datetime.now())
    created = env["sale.order"].create(
        [_prepare_order_vals(env, calendar, row) for row in rows]
    )
    OrderLives(created, [_get_steps(calendar, row) for row in rows]).play()
    orders = {row["key"]: order for row, order in zip(rows, created, strict=True)}
    name_records(env, orders)
    return orders


def name_records(env, record_by_key):
    """Give records the ids that demo data in XML would have."""
    env["ir.model.data"]._update_xmlids(
        [
            {
                "xml_id": f"customer_support.{record._table}_{key}_demo",
                "record": record,
                "noupdate": True,
            }
            for key, record in record_by_key.items()
        ]
    )


def read_table(name):
    """Return the rows of a file beside this one, as dicts."""
    with file_open(f"{FOLDER}/{name}", "r") as source:
        return list(csv.DictReader(source))


def get_record(env, model, name):
    """Return a record of the demo data by the middle of its id."""
    return env.ref(f"customer_support.{model.replace('.', '_')}_{name}_demo")


def _fill_warehouse(env):
    warehouse = env.ref("customer_support.stock_warehouse_demo")
    values_list = []
    for row in read_table("stock.csv"):
        product = get_record(env, "product.product", row["product"])
        for lot, quantity in _get_lots(env, product, row):
            values_list.append(
                {
                    "product_id": product.id,
                    "location_id": warehouse.lot_stock_id.id,
                    "lot_id": lot.id,
                    "inventory_quantity": quantity,
                }
            )
    quants = env["stock.quant"].with_context(inventory_mode=True).create(values_list)
    quants.action_apply_inventory()


def _get_lots(env, product, row):
    """Return what lies in the warehouse, as (lot or serial number, quantity)."""
    quantity, lots = int(row["quantity"]), env["stock.lot"]
    if product.tracking == "none":
        return [(lots, quantity)]
    count = quantity if product.tracking == "serial" else 1
    names = [f"{row['lot']}{i:03d}" if count > 1 else row["lot"] for i in range(count)]
    lots = lots.create([{"name": name, "product_id": product.id} for name in names])
    return [(lot, quantity / count) for lot in lots]


def _get_demo_provider(env):
    """Return the company's demo payment provider, or none if it is not installed."""
    providers = env["payment.provider"]
    if "demo" not in dict(providers._fields["code"]._description_selection(env)):
        return providers
    providers._setup_provider("demo")
    domain = [("code", "=", "demo"), ("company_id", "=", env.company.id)]
    provider = providers.search(domain, limit=1)
    provider.write({"state": "test", "is_published": True})
    return provider


def _get_steps(calendar, row):
    """Return {verb: moment} of a row of ``orders.csv``."""
    steps = {}
    for step in row["life"].split():
        verb, _, days = step.partition("@")
        steps[verb] = calendar.get_day(int(days or row["days"]), time(14, 5))
    return steps


def _prepare_order_vals(env, calendar, row):
    customer = get_record(env, "res.partner", row["customer"])
    ordered = calendar.get_day(int(row["days"]), time(10, 20))
    lines = [item.split("*") for item in row["lines"].split()]
    return {
        "partner_id": customer.id,
        "company_id": env.company.id,
        "user_id": env.ref("customer_support.res_users_chiara_demo").id,
        "date_order": ordered,
        "create_date": ordered,
        "order_line": [
            Command.create(
                {
                    "product_id": get_record(env, "product.product", name).id,
                    "product_uom_qty": int(quantity),
                }
            )
            for name, quantity in lines
        ],
    }


class OrderLives:
    """Plays the lives of all orders, one kind of step after the other.

    Every step is a method ``_do_<verb>`` that gets the orders which take it, with the
    moments, all at once: documents are made by the dozen.

    :param list steps: one {verb: moment} for each of ``orders``
    """

    VERBS = (
        "sent",
        "confirm",
        "cancel",
        "pay",
        "ship",
        "part",
        "invoice",
        "bank",
        "return",
        "credit",
        "refund",
    )

    def __init__(self, orders, steps):
        self.env = orders.env
        self.orders = orders
        self.steps = dict(zip(orders, steps, strict=True))
        self.provider = _get_demo_provider(self.env)

    def play(self):
        """Lead every order through its steps."""
        for verb in self.VERBS:
            moments = self._get_moments(verb)
            orders = self.env["sale.order"].concat(*moments)
            if orders:
                getattr(self, f"_do_{verb}")(orders, moments)

    def _get_moments(self, verb):
        return {
            order: steps[verb] for order, steps in self.steps.items() if verb in steps
        }

    def _do_sent(self, orders, moments):
        orders.state = "sent"

    def _do_confirm(self, orders, moments):
        ordered = {order: order.date_order for order in orders}
        orders.action_confirm()
        for order, moment in ordered.items():
            order.date_order = moment
            promised = moment + timedelta(days=DELIVERY_DAYS)
            order.picking_ids.write(
                {"scheduled_date": promised, "date_deadline": promised}
            )

    def _do_cancel(self, orders, moments):
        orders._action_cancel()

    # -- Goods ----------------------------------------------------------------------
    def _do_ship(self, orders, moments):
        orders.picking_ids.with_context(skip_sms=True).button_validate()
        for order in orders:
            self._set_done_date(order.picking_ids, moments[order])

    def _do_part(self, orders, moments):
        """Ship half of what was ordered; the rest becomes a backorder."""
        pickings = orders.picking_ids
        for move in pickings.move_ids:
            move.quantity = move.product_uom_qty // 2
            move.picked = bool(move.quantity)
        pickings.with_context(skip_backorder=True, skip_sms=True).button_validate()
        for picking in pickings:
            self._set_done_date(picking, moments[picking.sale_id])

    def _set_done_date(self, pickings, moment):
        pickings.write({"date_done": moment})
        pickings.move_ids.write({"date": moment})
        pickings.move_line_ids.write({"date": moment})

    def _do_return(self, orders, moments):
        """Take the first line back."""
        for order in orders:
            wizard = self.env["stock.return.picking"].create(
                {"picking_id": order.picking_ids[:1].id}
            )
            line = wizard.product_return_moves[:1]
            line.write({"quantity": line.move_id.quantity, "to_refund": True})
            returned = wizard._create_return()
            returned.button_validate()
            self._set_done_date(returned, moments[order])

    # -- Money ----------------------------------------------------------------------
    def _do_pay(self, orders, moments):
        """Pay on the web shop, if the demo provider is installed.

        Without it the payments are registered on the invoices.
        """
        if not self.provider:
            return
        transactions = self.env["payment.transaction"].create(
            [self._prepare_transaction_vals(order) for order in orders]
        )
        for order, transaction in zip(orders, transactions, strict=True):
            transaction.action_demo_set_done()
            self._book(transaction, moments[order])

    def _prepare_transaction_vals(self, order):
        return {
            "provider_id": self.provider.id,
            "payment_method_id": self.provider.payment_method_ids[:1].id,
            "reference": order.name,
            "amount": order.amount_total,
            "currency_id": order.currency_id.id,
            "partner_id": order.partner_id.id,
            "operation": "online_direct",
            "sale_order_ids": [Command.set(order.ids)],
        }

    def _book(self, transaction, moment):
        """Make the accounting payment, without the mails of the post-processing."""
        transaction._create_payment(date=moment.date())
        transaction.write({"is_post_processed": True, "last_state_change": moment})

    def _do_invoice(self, orders, moments):
        invoices = orders._create_invoices(grouped=True)
        terms = self.env.ref("account.account_payment_term_30days")
        for order in orders:
            invoice = order.invoice_ids
            invoice.invoice_date = moments[order].date()
            if "pay" not in self.steps[order]:
                invoice.invoice_payment_term_id = terms
        invoices.action_post()
        for order in orders:
            if "pay" in self.steps[order]:
                self._pay_by_bank(order.invoice_ids, moments[order])

    def _do_bank(self, orders, moments):
        for order in orders:
            self._pay_by_bank(order.invoice_ids, moments[order])

    def _pay_by_bank(self, invoice, moment):
        if invoice.amount_residual:
            self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=invoice.ids
            ).create({"payment_date": moment.date()})._create_payments()

    def _do_credit(self, orders, moments):
        """Credit the first line of the invoice."""
        credits = self.env["account.move"]
        for order in orders:
            credits += order.invoice_ids._reverse_moves(
                [{"invoice_date": moments[order].date(), "ref": "Returned goods"}]
            )
        for credit in credits:
            credit.invoice_line_ids[1:].unlink()
        credits.action_post()

    def _do_refund(self, orders, moments):
        """Give the money back by the way in which it came."""
        for order in orders:
            credit = order.invoice_ids.filtered(
                lambda move: move.move_type == "out_refund"
            )
            paid = order.transaction_ids
            if paid:
                self._refund(paid, credit, moments[order])
            else:
                self._pay_by_bank(credit, moments[order])

    def _refund(self, paid, credit, moment):
        refund = paid._refund(credit.amount_total)
        self._book(refund, moment)
        payment = refund.payment_id
        (payment.move_id.line_ids + credit.line_ids).filtered(
            lambda line: (
                line.account_id == payment.destination_account_id
                and not line.reconciled
            )
        ).reconcile()
