from contextlib import closing

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestAftersalesReturnRace(BaseCase):
    """Real sessions of the database, committed: who asks for the last piece."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            partner = env["res.partner"].create({"name": "Race"})
            order = env["sale.order"].create({"partner_id": partner.id})
            product = env["product.product"].search([("type", "=", "consu")], limit=1)
            line = env["sale.order.line"].create(
                {"order_id": order.id, "product_id": product.id, "name": "Race"}
            )
            self.order_id, self.partner_id, self.line_id = order.id, partner.id, line.id
        self.addCleanup(self._remove)

    def _remove(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["sale.order"].browse(self.order_id).unlink()
            env["res.partner"].browse(self.partner_id).unlink()

    def _claim(self, cr):
        env = api.Environment(cr, SUPERUSER_ID, {})
        env["sale.order.line"].browse(self.line_id)._lock_for_return()

    @mute_logger("odoo.sql_db")
    def test_who_looked_before_the_other_had_asked_begins_again(self):
        with (
            closing(self.registry.cursor()) as first,
            closing(self.registry.cursor()) as second,
        ):
            for cr in (first, second):
                cr.execute("SELECT 1 FROM sale_order_line")
            self._claim(first)
            first.commit()
            with self.assertRaises(SerializationFailure):
                self._claim(second)
            second.rollback()
            # What the first one asked for is seen now.
            self._claim(second)
