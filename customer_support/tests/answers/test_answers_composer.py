from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .answers_common import AnswersCommon


@tagged("post_install", "-at_install")
class TestAnswersComposer(AnswersCommon):
    """An agent answers from a template: choose, look, insert, check, send."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_late_ticket(sale_order_id=cls._create_order().id)

    def _get_last_message(self):
        return self.ticket.message_ids.filtered(lambda m: m.message_type == "comment")[
            0
        ]

    def test_preview_shows_this_tickets_data_and_where_it_is_from(self):
        self.template.with_user(self.manager).tone = "Calm"
        composer = self._compose(self.ticket, reply_template_id=self.template.id)
        order = self.ticket.sale_order_id
        self.assertIn(f"we look for {order.name}", composer.reply_preview)
        self.assertIn(f"Order {order.name}", composer.reply_sources)
        self.assertFalse(composer.reply_problems)
        self.assertEqual(composer.reply_tone, "Calm")

    def test_sent_answer_is_remembered(self):
        use = self._reply(self.ticket)
        message = self._get_last_message()
        self.assertIn("Dear Ada, we look for", message.body)
        self.assertEqual(use.message_id, message)
        self.assertEqual(use.user_id, self.agent)
        self.assertEqual(use.version_id, self.template.version_id)
        self.assertEqual(use.category_id, self.reason)
        self.assertFalse(use.is_automatic or use.is_altered)
        self.assertEqual(self.ticket.first_response_date, message.date)

    def test_text_of_the_agent_stays_behind_the_template(self):
        composer = self._compose(self.ticket, reply_template_id=self.template.id)
        composer.body = "<p>Kind regards, Giulia</p>"
        composer.action_insert_reply()
        self.assertLess(composer.body.index("Dear"), composer.body.index("Giulia"))

    def test_rewritten_text_says_nothing_about_the_template(self):
        composer = self._compose(self.ticket, reply_template_id=self.template.id)
        composer.action_insert_reply()
        composer.body = "<p>I have called you; all is arranged as you wished.</p>"
        composer.action_send_mail()
        self.assertTrue(self.ticket.reply_use_ids.is_altered)

    def test_empty_variable_blocks_and_says_which(self):
        self.ticket.sale_order_id = False
        composer = self._compose(self.ticket, reply_template_id=self.template.id)
        self.assertIn("Number of the order", composer.reply_problems)
        with self.assertRaisesRegex(UserError, "No order is linked"):
            composer.action_insert_reply()

    def test_value_that_became_uncertain_blocks_sending(self):
        composer = self._compose(self.ticket, reply_template_id=self.template.id)
        composer.action_insert_reply()
        self.ticket.sale_order_id = False
        with self.assertRaisesRegex(UserError, "No order is linked"):
            composer.action_send_mail()
        self.assertFalse(self.ticket.reply_use_ids)

    def test_variable_left_in_the_text_blocks_sending(self):
        composer = self._compose(self.ticket, body="<p>It is {{ order.number }}</p>")
        with self.assertRaisesRegex(UserError, "order.number"):
            composer.action_send_mail()

    def test_every_step_is_ticked_before_sending(self):
        self.template.with_user(self.manager).checklist = "Listen\n\nAct\nListen"
        composer = self._compose(self.ticket, reply_template_id=self.template.id)
        composer.action_insert_reply()
        self.assertEqual(composer.reply_check_ids.mapped("name"), ["Listen", "Act"])
        composer.reply_check_ids[0].is_done = True
        for send in (composer.action_send_mail, composer.action_schedule_message):
            with self.assertRaisesRegex(UserError, "Act"):
                send()
        composer.reply_check_ids.is_done = True
        composer.action_send_mail()
        self.assertTrue(self.ticket.reply_use_ids)

    def test_next_answer_is_offered_after_inserting(self):
        after = self._create_template("When will it come?")
        self.template.with_user(self.manager).next_template_id = after
        composer = self._compose(self.ticket, reply_template_id=self.template.id)
        composer.action_insert_reply()
        self.assertEqual(composer.reply_template_id, after)

    def test_closing_formula_comes_last(self):
        closing = self._create_template(
            "After a solution", "<p>Thank you for your patience.</p>", purpose="closing"
        )
        composer = self._compose(
            self.ticket,
            reply_template_id=self.template.id,
            reply_closing_id=closing.id,
        )
        composer.action_insert_reply()
        self.assertLess(composer.body.index("Dear"), composer.body.index("Thank you"))
        composer.action_send_mail()
        self.assertEqual(self.ticket.reply_use_ids.template_id, self.template + closing)

    def test_subject_of_a_template_keeps_the_number_of_the_ticket(self):
        draft = self._create_template("With subject", published=False)._get_draft()
        draft.text_ids.subject = "Your order {{ order.number }}"
        draft.action_publish()
        composer = self._compose(self.ticket, reply_template_id=draft.template_id.id)
        composer.action_insert_reply()
        expected = f"[{self.ticket.number}] Your order {self.ticket.sale_order_id.name}"
        self.assertEqual(composer.subject, expected)

    def test_missing_language_is_said_and_ours_is_taken(self):
        self.customer.lang = "it_IT"
        composer = self._compose(self.ticket, reply_template_id=self.template.id)
        self.assertIn("not there in the customer's", composer.reply_language_note)
        composer.action_insert_reply()
        self.assertIn("Dear Ada", composer.body)

    def test_hostile_name_stays_text_until_it_is_sent(self):
        self.customer.name = "{{7*7}}<img/src=x/onerror=alert(1)>${7*7}"
        self._reply(self.ticket)
        body = self._get_last_message().body
        self.assertIn("{{7*7}}&lt;img/src=x/onerror=alert(1)&gt;${7*7}", body)

    def test_subject_with_line_ends_is_one_line(self):
        self.customer.name = "Ada\r\nBcc: mallory"
        draft = self._create_template("Header", published=False)._get_draft()
        draft.text_ids.subject = "For {{ customer.name }}"
        draft.action_publish()
        composer = self._compose(self.ticket, reply_template_id=draft.template_id.id)
        composer.action_insert_reply()
        self.assertNotIn("\n", composer.subject)

    def test_answer_that_is_sent_later_is_remembered_then(self):
        composer = self._compose(self.ticket, reply_template_id=self.template.id)
        composer.action_insert_reply()
        composer.scheduled_date = fields.Datetime.now() + timedelta(hours=1)
        composer.action_schedule_message()
        self.assertFalse(self.ticket.reply_use_ids)
        scheduled = self.env["mail.scheduled.message"].search(
            [("res_id", "=", self.ticket.id), ("model", "=", "support.ticket")]
        )
        scheduled.with_user(self.agent).post_message()
        self.assertEqual(self.ticket.reply_use_ids.user_id, self.agent)

    def _schedule(self, template=None):
        composer = self._compose(
            self.ticket, reply_template_id=(template or self.template).id
        )
        composer.action_insert_reply()
        composer.scheduled_date = fields.Datetime.now() + timedelta(hours=1)
        composer.action_schedule_message()
        return self.env["mail.scheduled.message"].search(
            [("res_id", "=", self.ticket.id), ("model", "=", "support.ticket")]
        )

    def _post_by_job(self, scheduled):
        """Post it as the host's job does, and return what its author was told."""
        before = self.ticket.activity_ids
        with patch.object(type(self.env.cr), "commit"):
            scheduled.sudo()._post_message(raise_exception=False)
        self.assertFalse(scheduled.exists())
        self.assertFalse(self.ticket.reply_use_ids)
        return self.ticket.activity_ids - before

    def test_scheduled_answer_is_not_sent_once_the_customer_has_written(self):
        scheduled = self._schedule()
        scheduled.sudo().support_reply_date -= timedelta(hours=1)
        self._customer_writes(self.ticket, "It has arrived")
        with self.assertRaisesRegex(UserError, "has written since"):
            scheduled.with_user(self.agent).post_message()
        told = self._post_by_job(scheduled)
        self.assertEqual(told.user_id, self.agent)
        self.assertIn("has written since", told.summary)
        self.assertIn("Dear Ada", told.note)

    def test_scheduled_answer_is_not_sent_on_a_ticket_that_has_ended(self):
        scheduled = self._schedule()
        self.ticket.with_user(self.agent).action_solve()
        self.assertIn("has ended", self._post_by_job(scheduled).summary)

    def test_scheduled_answer_is_not_sent_when_a_value_is_gone(self):
        scheduled = self._schedule()
        self.ticket.sale_order_id = False
        self.assertTrue(self._post_by_job(scheduled))

    def test_note_and_other_records_know_no_templates(self):
        note = self._compose(
            self.ticket, subtype_id=self.env.ref("mail.mt_note").id, body="<p>x</p>"
        )
        self.assertFalse(note.reply_ticket_id)
        note.action_send_mail()
        self.assertFalse(self.ticket.reply_use_ids)

    def test_mail_template_of_the_host_still_works(self):
        mail_template = self.env["mail.template"].create(
            {
                "name": "Host",
                "model_id": self.env["ir.model"]._get_id("support.ticket"),
                "body_html": "<p>Ticket <t t-out='object.number'/></p>",
            }
        )
        composer = self._compose(self.ticket, template_id=mail_template.id)
        composer.action_send_mail()
        self.assertIn(f"Ticket {self.ticket.number}", self._get_last_message().body)
        self.assertFalse(self.ticket.reply_use_ids)

    def test_collaborator_has_no_button(self):
        followed = self._create_late_ticket(user_id=False)
        followed.message_subscribe(self.collaborator.partner_id.ids)
        with self.assertRaises(AccessError):
            followed.with_user(self.collaborator).action_reply_with_template()

    def test_colleague_of_another_department_writes_mail_as_before(self):
        self.outsider.group_ids += self.env.ref("base.group_partner_manager")
        composers = self.env["mail.compose.message"].with_user(self.outsider)
        view = composers.get_view(
            self.env.ref("mail.email_compose_message_wizard_form").id, "form"
        )
        self.assertNotIn("reply_template_id", view["arch"])
        composer = composers.create(
            {
                "model": "res.partner",
                "res_ids": repr(self.other_customer.ids),
                "composition_mode": "comment",
                "body": "<p>{{ order.number }}</p>",
            }
        )
        composer.action_send_mail()
        self.assertIn("order.number", self.other_customer.message_ids[0].body)

    def test_collaborator_answers_on_his_ticket(self):
        self.ticket.user_id = self.collaborator
        composer = self._compose(
            self.ticket, self.collaborator, body="<p>It is repaired.</p>"
        )
        composer.action_send_mail()
        self.assertIn("It is repaired", self._get_last_message().body)

    def test_use_is_written_by_the_product_alone(self):
        use = self._reply(self.ticket)
        for user in (self.agent, self.manager):
            uses = use.with_user(user)
            with self.subTest(user=user.login):
                self.assertTrue(uses.template_id)
                with self.assertRaises(AccessError):
                    uses.ended_date = fields.Datetime.now()
                with self.assertRaises(AccessError):
                    uses.unlink()
                with self.assertRaises(AccessError):
                    uses.copy()

    def test_agent_sees_uses_on_tickets_of_his_teams_only(self):
        use = self._reply(self.ticket)
        self.ticket.write({"team_id": self.second_team.id, "user_id": False})
        self.env.invalidate_all()
        self.assertNotIn(use, use.with_user(self.agent).search([]))
        self.assertIn(use, use.with_user(self.manager).search([]))

    def test_inserted_text_is_not_chosen_by_a_program(self):
        """A text of another company cannot be named either."""
        composer = self._compose(self.ticket)
        foreign = self.env["support.reply.template"].create(
            {"name": "Foreign", "company_id": self.other_company.id}
        )
        foreign._get_draft().text_ids = [
            Command.create({"lang_id": self.english.id, "body": "<p>Foreign</p>"})
        ]
        foreign._get_draft().action_publish()
        composer.reply_template_id = foreign
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            composer.action_insert_reply()
