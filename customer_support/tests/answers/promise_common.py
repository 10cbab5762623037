from datetime import timedelta

from odoo import fields

from ..customer.common import CustomerCommon


class PromiseCommon(CustomerCommon):
    """An agent who gives dates, around the clock unless a test says otherwise."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.write({"calendar_id": False, "promise_warn_hours": 4})

    def setUp(self):
        super().setUp()
        self._freeze()

    def _promise(self, ticket=None, kind="reply", hours=24, user=None, **values):
        """Write down a promise of Ada's ticket, as an agent."""
        ticket = ticket or self._create_ticket(user_id=self.agent.id)
        promises = self.env["support.promise"].with_user(user or self.agent)
        return promises.create(
            {
                "ticket_id": ticket.id,
                "kind": kind,
                "name": "We look into it",
                "due_date": self._in(hours),
                **values,
            }
        )

    def _in(self, hours):
        return fields.Datetime.now() + timedelta(hours=hours)

    def _plan(self, order, hours):
        """Plan the delivery of an order, as the warehouse does."""
        order.picking_ids.sudo().scheduled_date = self._in(hours)

    def _close(self, promise, outcome="kept", user=None):
        wizard = self.env["support.promise.close"].with_user(user or self.agent)
        wizard.create(
            {
                "promise_id": promise.id,
                "outcome": outcome,
                "reason": "Called back, she was content",
            }
        ).action_close()
