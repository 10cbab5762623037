"""Return policies: an order of many lines, and a simulation over many orders."""

import json
import time
from statistics import median
from unittest.mock import patch

from odoo import Command

from odoo.addons.base.models.ir_cron import IrCron

from .articles import SqlClock
from .databases import open_databases

LINES = 500
# Everything that is copied with an order, and what it refers to.
TABLES = {
    "sale_order": {},
    "sale_order_line": {"order_id": "sale_order"},
    "stock_picking": {"sale_id": "sale_order"},
    "stock_move": {"sale_line_id": "sale_order_line", "picking_id": "stock_picking"},
}


def main(_env, parameters):
    """Fill the database, measure, and return the result as JSON."""
    parameters = json.loads(parameters)
    with open_databases(parameters["databases"]) as envs:
        [env] = envs.values()
        shop = Shop(env)
        result = {
            "lines": LINES,
            "eligibility": shop.measure_order(parameters["rounds"]),
            "simulation": shop.measure_simulation(parameters["orders"]),
        }
    return json.dumps(result)


class Shop:
    """Orders that were delivered, under a policy that asks for everything."""

    def __init__(self, env):
        self.env = env
        self.partner = env["res.partner"].create({"name": "Bench"})
        self.policy = env.ref("customer_support.support_return_policy_default")
        self.policy.version_ids.write({"automatic_value": 100, "automatic_ratio": 50})
        self.products = env["product.product"].create(
            [{"name": f"Lamp {n}", "list_price": 50.0} for n in range(LINES)]
        )

    def sell(self, count):
        """Return a confirmed order of so many lines, delivered."""
        lines = [Command.create({"product_id": p.id}) for p in self.products[:count]]
        order = self.env["sale.order"].create(
            {"partner_id": self.partner.id, "order_line": lines}
        )
        order.action_confirm()
        moves = order.picking_ids.move_ids
        for move in moves:
            move.quantity = move.product_uom_qty
        moves.picked = True
        order.picking_ids._action_done()
        self.env.cr.commit()
        return order

    def measure_order(self, rounds):
        """Return {label: [milliseconds without SQL, with SQL, queries]}."""
        order = self.sell(LINES)
        calls = {
            "may come back": order._get_return_verdicts,
            "may be cancelled": order._get_cancellation_verdicts,
        }
        return {label: self._measure(call, rounds) for label, call in calls.items()}

    def _measure(self, call, rounds):
        samples = []
        for _round in range(rounds + 1):
            self.env.cr.commit()
            self.env.transaction.clear()
            queries, started = self.env.cr.sql_log_count, time.perf_counter()
            with SqlClock() as clock:
                call()
            passed = time.perf_counter() - started
            count = self.env.cr.sql_log_count - queries
            samples.append(((passed - clock.seconds) * 1000, passed * 1000, count))
        return [median(values) for values in zip(*samples[1:], strict=True)]

    def measure_simulation(self, count):
        """Return what a simulation over so many orders of two lines takes."""
        self._multiply(self.sell(2), count)
        simulation = self.env["support.return.policy.simulation"].create(
            {"policy_id": self.policy.id, "date_until": "2099-12-31"}
        )
        simulation.action_start()
        self.env.cr.commit()
        started = time.perf_counter()
        # The job of the scheduler goes on until its time is over, and comes again.
        with patch.object(IrCron, "_commit_progress", _commit):
            while simulation.state == "running":
                self.env["support.return.policy.simulation"]._cron_simulate()
        seconds = time.perf_counter() - started
        return {
            "orders": simulation.processed_count,
            "lines": simulation.line_count,
            "seconds": seconds,
        }

    def _multiply(self, order, count):
        """Copy an order with its deliveries past the ORM."""
        records = {
            "sale_order": order,
            "sale_order_line": order.order_line,
            "stock_picking": order.picking_ids,
            "stock_move": order.picking_ids.move_ids,
        }
        cr, places = self.env.cr, {}
        for table, references in TABLES.items():
            ids = records[table].ids
            places[table] = (min(ids), max(ids) - min(ids) + 1)
            cr.execute(f"SELECT COALESCE(MAX(id), 0) + 1 FROM {table}")
            [start] = cr.fetchone()
            places[table] += (start,)
            self._copy(table, ids, references, places, count)
        cr.commit()
        for table in TABLES:
            cr.execute(f"ANALYZE {table}")
        cr.commit()

    def _copy(self, table, ids, references, places, count):
        cr = self.env.cr
        cr.execute(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_name = %s AND is_generated = 'NEVER'",
            [table],
        )
        values = {name: f't."{name}"' for (name,) in cr.fetchall()}
        for column, target in {"id": table, **references}.items():
            if column in values:
                low, width, start = places[target]
                values[column] = f't."{column}" - {low} + {start} + n * {width}'
        for name in ("access_token", "name"):
            if name in values and table != "sale_order_line":
                values[name] = f"t.\"{name}\" || '-' || n"
        columns = ", ".join(f'"{name}"' for name in values)
        cr.execute(
            f"INSERT INTO {table} ({columns}) SELECT {', '.join(values.values())} "
            f"FROM {table} t, generate_series(0, %s) n WHERE t.id IN %s",
            [count - 2, tuple(ids)],
        )
        cr.execute(f"SELECT setval('{table}_id_seq', (SELECT MAX(id) FROM {table}))")


def _commit(cron, *_args, **_options):
    cron.env.cr.commit()
    return 60.0
