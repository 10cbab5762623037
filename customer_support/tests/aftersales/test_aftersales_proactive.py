from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..customer.common import CustomerCommon

CRON = "ir_cron_run_proactive_rules"
LOGGER = "odoo.addons.customer_support.models.aftersales.support_proactive_rule"


@tagged("post_install", "-at_install")
class TestAftersalesProactive(CustomerCommon):
    """Customers are told before they ask, once."""

    def setUp(self):
        super().setUp()
        self._freeze("2026-03-10 09:00:00")
        self.company.email = "care@quince.example"
        self.rule = self._create_rule()
        self.order = self._create_order()
        self._plan(self.order, days=-3)

    def _create_rule(self, user=None, **values):
        event = values.get("event", "late_transfer")
        template = self.env.ref(f"customer_support.mail_template_proactive_{event}")
        user = user or self.manager
        return (
            self.env["support.proactive.rule"]
            .with_user(user)
            .with_context(allowed_company_ids=user.company_ids.ids)
            .create(
                {
                    "name": "Late",
                    "company_id": self.company.id,
                    "event": event,
                    "after_days": 2,
                    "date_from": "2026-02-01",
                    "action": "both",
                    "template_id": template.id,
                    "team_id": self.team.id,
                    **values,
                }
            )
        )

    def _plan(self, order, days):
        """Let the delivery have been promised and planned for such a day."""
        moment = fields.Datetime.now() + timedelta(days=days)
        order.picking_ids.move_ids.write({"date_deadline": moment, "date": moment})
        self.env.flush_all()

    def _set_create_date(self, record):
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET create_date = '2026-03-05 08:00:00' WHERE id = %s",
                SQL.identifier(record._table),
                record.id,
            )
        )
        record.invalidate_recordset(["create_date"])

    def _run(self):
        self._run_cron(CRON)
        self.env.invalidate_all()
        return self._get_cases()

    def _get_cases(self):
        return self.env["support.proactive.case"].search(
            [("company_id", "=", self.company.id)], order="id"
        )

    def _get_mails(self, partner=None):
        address = (partner or self.customer).email
        return self.env["mail.mail"].search([("email_to", "=", address)])

    # -- Late -----------------------------------------------------------------------
    def test_late_delivery_opens_a_ticket_and_tells_the_customer(self):
        case = self._run()
        self.assertEqual(case.state, "done")
        self.assertEqual(case.ticket_id.sale_order_id, self.order)
        self.assertEqual(case.ticket_id.picking_ids, self.order.picking_ids)
        self.assertEqual(case.ticket_id.team_id, self.team)
        mail = self._get_mails()
        self.assertIn(self.order.name, mail.subject)
        self.assertIn("March 7", mail.body_html.replace("03/07/2026", "March 7"))
        self.assertEqual(
            (mail.model, mail.res_id), ("support.ticket", case.ticket_id.id)
        )

    def test_nobody_is_told_twice(self):
        self._run()
        self._run_cron(CRON)
        self.assertEqual(len(self._get_cases()), 1)
        self.assertEqual(len(self._get_mails()), 1)

    def test_second_rule_for_the_same_event_tells_nobody_again(self):
        self._create_rule(sequence=20, action="mail")
        self._run()
        self.assertEqual(len(self._get_mails()), 1)

    def test_mail_alone_makes_no_ticket_and_answers_go_to_the_team(self):
        self.rule.action = "mail"
        case = self._run()
        self.assertFalse(case.ticket_id)
        mail = self._get_mails()
        self.assertFalse(mail.model)
        self.assertEqual(mail.reply_to, '"Care" <care@quince.example>')
        self.assertIn("auto-generated", mail.headers)

    def test_delivery_that_is_late_since_yesterday_waits(self):
        self._plan(self.order, days=-1)
        self.assertEqual(self.rule.due_count, 0)
        self.assertFalse(self._run())

    def test_what_left_or_is_older_than_the_rule_is_left_alone(self):
        self._plan(self._create_order(), days=-60)
        self._deliver(self.order)
        self.assertFalse(self._run())

    def test_order_with_open_ticket_is_left_to_it(self):
        self._create_ticket(sale_order_id=self.order.id)
        case = self._run()
        self.assertEqual((case.state, case.obstacle), ("skipped", "open_ticket"))
        self.assertFalse(self._get_mails())

    def test_customer_without_mail_gets_a_ticket_only(self):
        self.customer.email = False
        case = self._run()
        self.assertEqual((case.state, case.obstacle), ("done", "no_address"))
        self.assertTrue(case.ticket_id)

    def test_customer_who_declined_mails_gets_none(self):
        self.env["mail.blacklist"]._add(self.customer.email)
        self.rule.action = "mail"
        case = self._run()
        self.assertEqual((case.state, case.obstacle), ("skipped", "declined"))
        self.assertFalse(self._get_mails())

    def test_customer_reads_his_language(self):
        self.env["res.lang"]._activate_lang("it_IT")
        template = self.rule.sudo().template_id
        template.with_context(lang="it_IT").subject = "In ritardo"
        self.customer.lang = "it_IT"
        case = self._run()
        self.assertEqual((case.lang, case.subject), ("it_IT", "In ritardo"))
        self.assertEqual(self._get_mails().subject, "In ritardo")
        self.assertIn("Late Delivery", case.ticket_id.name)

    def test_more_than_the_maximum_waits_for_the_next_run(self):
        self._plan(self._create_order(self.other_customer), days=-4)
        self.rule.maximum = 1
        self.assertEqual(len(self._run()), 1)
        self.assertEqual(len(self._run()), 2)

    # -- Other events ---------------------------------------------------------------
    def test_rest_of_an_order_is_told(self):
        self.rule.active = False
        self._create_rule(event="backorder", after_days=0, action="mail")
        self.order.order_line.product_uom_qty = 3
        picking = self.order.picking_ids
        picking.move_ids.write({"quantity": 1, "picked": True})
        picking._action_done()
        self._set_create_date(picking.backorder_ids)
        case = self._run()
        self.assertEqual(case.event, "backorder")
        self.assertEqual(case.res_id, picking.backorder_ids.id)

    def _refuse_payment(self, order):
        transaction = self._create_transaction(
            reference=f"TRY-{order.name}", sale_order_ids=[(6, 0, order.ids)]
        )
        transaction._set_error("Refused")
        transaction.last_state_change = fields.Datetime.now() - timedelta(days=3)
        return transaction

    def test_refused_payment_is_told_unless_it_was_paid_since(self):
        self.rule.active = False
        self._create_rule(event="failed_payment", action="mail")
        order = self._create_order(confirmed=False)
        transaction = self._refuse_payment(order)
        case = self._run()
        self.assertEqual((case.res_id, case.amount), (transaction.id, 100.0))
        paid = self._create_order(confirmed=False)
        self._refuse_payment(paid)
        second = self._create_transaction(
            reference="WEB-2", sale_order_ids=[(6, 0, paid.ids)]
        )
        second.state = "done"
        self.assertEqual(self._run(), case)

    def _create_refund(self, ticket, state="approved"):
        refund = self.env["support.refund"].create(
            {
                "ticket_id": ticket.id,
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "currency_id": self.company.currency_id.id,
                "order_id": self.order.id,
                "reason": "Broken",
                "amount": 40.0,
                "state": state,
            }
        )
        self._set_create_date(refund)
        return refund

    def test_refund_that_does_not_come_is_told_on_its_own_ticket(self):
        self.rule.active = False
        self._create_rule(event="late_refund")
        ticket = self._create_ticket(sale_order_id=self.order.id, user_id=self.agent.id)
        self._create_refund(ticket)
        case = self._run()
        self.assertEqual((case.state, case.ticket_id), ("done", ticket))
        self.assertEqual(ticket.activity_ids.user_id, self.agent)
        self.assertEqual(self._get_mails().res_id, ticket.id)

    def test_refund_that_was_done_is_not_told(self):
        self.rule.active = False
        self._create_rule(event="late_refund")
        ticket = self._create_ticket(sale_order_id=self.order.id)
        self._create_refund(ticket, state="done")
        self.assertFalse(self._run())

    # -- Failures -------------------------------------------------------------------
    def test_killed_before_the_commit_it_is_done_with_the_next_run(self):
        cases = type(self.env["support.proactive.case"])
        write = cases._write_to_customer

        def die(case):
            write(case)
            raise KeyboardInterrupt

        with (
            patch.object(cases, "_write_to_customer", die),
            self.assertRaises(KeyboardInterrupt),
            self.env.cr.savepoint(),
        ):
            self.rule.sudo()._run()
        self.env.invalidate_all()
        self.assertFalse(self._get_cases())
        self.assertEqual(len(self._run()), 1)
        self.assertEqual(len(self._get_mails()), 1)

    def test_failure_is_kept_and_stops_no_other(self):
        self._plan(self._create_order(self.other_customer), days=-4)
        cases = type(self.env["support.proactive.case"])
        write = cases._write_to_customer

        def fail(case):
            if case.partner_id == self.customer:
                raise ValueError("broken template")
            write(case)

        with patch.object(cases, "_write_to_customer", fail), mute_logger(LOGGER):
            found = self._run()
        self.assertEqual(set(found.mapped("state")), {"failed", "done"})
        failed = found.filtered(lambda case: case.state == "failed")
        self.assertEqual(failed.error, "broken template")
        self.assertFalse(failed.ticket_id)

    # -- Who ------------------------------------------------------------------------
    def test_rule_of_another_company_finds_nothing_here(self):
        self.rule.active = False
        rule = self._create_rule(
            user=self.other_manager,
            company_id=self.other_company.id,
            team_id=self.other_team.id,
        )
        self.assertEqual(rule.due_count, 0)
        self.assertFalse(self._run())
        with self.assertRaises(AccessError):
            self.rule.browse(rule.id).read(["name"])

    def test_mail_rule_needs_a_mail_of_its_kind(self):
        with self.assertRaises(ValidationError):
            self._create_rule(action="mail", template_id=False)

    def test_agent_changes_no_rule(self):
        with self.assertRaises(AccessError):
            self._create_rule(user=self.agent)

    def test_shipped_rules_are_inactive(self):
        shipped = self.env["ir.model.data"].search(
            [
                ("model", "=", "support.proactive.rule"),
                ("module", "=", "customer_support"),
                ("name", "not like", "_demo"),
            ]
        )
        rules = self.env["support.proactive.rule"].browse(shipped.mapped("res_id"))
        self.assertEqual(len(rules), 4)
        self.assertFalse(any(rules.mapped("active")))
