from odoo import api, models
from odoo.fields import Datetime

from . import (
    shop_aftersales,
    shop_expectations,
    shop_feedback,
    shop_orders,
    shop_replies,
    shop_signals,
    shop_tickets,
    shop_triage,
    shop_wishes,
)


class SupportTicket(models.Model):
    _inherit = "support.ticket"

    @api.model
    def _load_demo_shop(self):
        """Let the demo shop live for ninety days; the demo data call it once.

        Like the host's own accounting demo this is Python, because documents have to
        go through their real life: confirmed, shipped, invoiced, paid, returned.
        """
        env = self._get_demo_env()
        orders = shop_orders.load(env)
        shop_tickets.load(env, orders)

    @api.model
    def _load_demo_triage(self):
        """Let some mails arrive after the shop has its triage rules."""
        shop_triage.load(self._get_demo_env())

    @api.model
    def _load_demo_expectations(self):
        """Let customers have been told how long they wait, and given dates."""
        shop_expectations.load(self._get_demo_env())

    @api.model
    def _load_demo_replies(self):
        """Let the shop have answered from templates, and one have earned its trust."""
        shop_replies.load(self._get_demo_env())

    @api.model
    def _load_demo_feedback(self):
        """Let customers have said how it was, and one low score be closed."""
        shop_feedback.load(self._get_demo_env())

    @api.model
    def _load_demo_wishes(self):
        """Let customers want what the shop does not have, and write in public."""
        shop_wishes.load(self._get_demo_env())

    @api.model
    def _load_demo_aftersales(self):
        """Let customers send things back, in every state that a return can have."""
        shop_aftersales.load(self._get_demo_env())

    @api.model
    def _load_demo_policy_simulation(self):
        """Try a stricter draft of the shop's policy out on its orders."""
        env = self._get_demo_env()
        shop_signals.load_returns(env)
        shop_signals.load_simulation(env)
        shop_signals.load_recoveries(env)

    @api.model
    def _load_demo_assignment(self):
        """Hand out the queue of the technical team, whatever the hour is."""
        env = self._get_demo_env()
        team = env.ref("customer_support.support_team_technical_demo")
        team.assign_in_hours = False
        team._assign_queue(Datetime.now())
        team.assign_in_hours = True

    @api.model
    def _get_demo_env(self):
        company = self.env.ref("customer_support.res_company_demo")
        return (
            self.with_company(company)
            .with_context(allowed_company_ids=company.ids, tracking_disable=True)
            .env
        )
