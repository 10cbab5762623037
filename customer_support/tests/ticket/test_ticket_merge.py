from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import SupportCommon


@tagged("post_install", "-at_install")
class TestTicketMerge(SupportCommon):
    def setUp(self):
        super().setUp()
        self._freeze()
        self.target = self._create_ticket(name="Lamp flickers", user_id=self.agent.id)
        self.question = self._customer_writes(self.target, "It flickers.")
        self._wait(minutes=30)
        self.source = self._create_ticket(name="Lamp again", user_id=self.agent.id)
        self.repeated = self._customer_writes(self.source, "It still flickers!")

    def _merge(self, source=None, target=None, user=None):
        source, target = source or self.source, target or self.target
        source.with_user(user or self.agent)._merge_into(
            target.with_user(user or self.agent)
        )

    def _attach(self, ticket):
        return self.env["ir.attachment"].create(
            {
                "name": "lamp.jpg",
                "raw": b"a picture",
                "res_model": "support.ticket",
                "res_id": ticket.id,
            }
        )

    # -- What goes where ------------------------------------------------------------
    def test_messages_files_and_activities_go_to_the_target(self):
        note = self._agent_notes(self.source)
        file = self._attach(self.source)
        activity = self.source.activity_schedule("mail.mail_activity_data_todo")
        self._merge()
        self.assertLessEqual(self.repeated | note, self.target.message_ids)
        self.assertEqual(
            (file.res_id, activity.res_id), (self.target.id, self.target.id)
        )
        self.assertEqual(note.subtype_id, self.env.ref("mail.mt_note"))

    def test_documents_are_added_and_the_order_only_where_none_is(self):
        order, other_order = self.env["sale.order"].create(
            [{"partner_id": self.customer.id, "company_id": self.company.id}] * 2
        )
        tag = self.env["support.tag"].create({"name": "Lamp"})
        self.source.write(
            {"sale_order_id": order.id, "tag_ids": [Command.link(tag.id)]}
        )
        self._merge()
        self.assertEqual((self.target.sale_order_id, self.target.tag_ids), (order, tag))
        third = self._create_ticket(user_id=self.agent.id, sale_order_id=other_order.id)
        self._merge(third)
        self.assertEqual(self.target.sale_order_id, order)

    def test_source_ends_as_merged_and_is_neither_open_nor_a_success(self):
        self._merge()
        self.assertEqual(
            (
                self.source.stage_kind,
                self.source.cancel_reason,
                self.source.merged_into_id,
            ),
            ("cancelled", "merged", self.target),
        )
        self.assertFalse(self.source.solved_date or self.source.unanswered_since)
        self._wait(days=30)
        late = self.env["support.ticket"].search([("is_dormant", "=", True)])
        self.assertIn(self.target, late)
        self.assertNotIn(self.source, late)

    def test_both_tickets_tell_of_the_merge_and_nobody_is_notified(self):
        messages = self.env["mail.message"].search([], order="id desc", limit=1)
        self._merge()
        notes = self.env["mail.message"].search([("id", ">", messages.id)])
        told = notes.filtered(lambda note: "erged" in str(note.body))
        self.assertEqual(set(told.mapped("res_id")), {self.source.id, self.target.id})
        self.assertFalse(notes.notification_ids)
        self.assertFalse(notes.filtered(lambda note: note.subtype_id.internal is False))

    def test_colleagues_follow_the_target_and_so_does_another_contact(self):
        target = self._create_ticket(partner_id=self.firm.id, user_id=self.agent.id)
        source = self._create_ticket(
            partner_id=self.firm_contact.id, user_id=self.agent.id
        )
        source.message_subscribe(
            (self.collaborator.partner_id | self.other_customer).ids
        )
        self._merge(source, target)
        self.assertIn(self.collaborator.partner_id, target.message_partner_ids)
        self.assertIn(self.firm_contact, target.message_partner_ids)
        self.assertNotIn(self.other_customer, target.message_partner_ids)

    def test_customer_waits_on_the_target_since_his_oldest_question(self):
        answered = self._create_ticket(user_id=self.agent.id)
        self._customer_writes(answered)
        self._agent_answers(answered)
        self.assertEqual(answered.stage_kind, "waiting_customer")
        self._merge(self.source, answered)
        self.assertEqual(answered.unanswered_since, self.repeated.date)
        self.assertEqual(answered.stage_kind, "open")

    def test_merging_into_a_solved_ticket_reopens_it(self):
        self.target.action_solve()
        self._merge()
        self.assertEqual(
            (self.target.stage_kind, self.target.reopen_count), ("open", 1)
        )

    def test_later_message_on_the_merged_ticket_lands_in_the_target(self):
        self._merge()
        second = self._create_ticket(user_id=self.agent.id)
        self._merge(self.target, second)
        message = self._customer_writes(self.source, "Hello?")
        self.assertEqual(message.res_id, second.id)
        found = self.source._find_thread_for_customer_answer(message.date)
        self.assertEqual(found, second)

    # -- Guards ---------------------------------------------------------------------
    def test_other_customer_is_refused_even_for_a_manager(self):
        other = self._create_ticket(partner_id=self.other_customer.id)
        with self.assertRaisesRegex(UserError, "different customers"):
            self._merge(self.source, other, user=self.manager)
        with self.assertRaisesRegex(UserError, "different customers"):
            self._merge(other, self.source, user=self.manager)

    def test_other_company_is_refused(self):
        elsewhere = self._create_ticket(team_id=self.other_team.id)
        self.manager.company_ids |= self.other_company
        companies = (self.company | self.other_company).ids
        source = self.source.with_context(allowed_company_ids=companies)
        with self.assertRaisesRegex(UserError, "different companies"):
            self._merge(source, elsewhere, user=self.manager)

    def test_contacts_of_one_firm_can_be_merged(self):
        target = self._create_ticket(partner_id=self.firm.id, user_id=self.agent.id)
        source = self._create_ticket(
            partner_id=self.firm_contact.id, user_id=self.agent.id
        )
        self._merge(source, target)
        self.assertEqual(source.merged_into_id, target)

    def test_right_to_write_on_all_of_them_is_needed(self):
        own = self._create_ticket(user_id=self.agent_own.id)
        with self.assertRaises(AccessError):
            self._merge(own, self.target, user=self.agent_own)
        with self.assertRaises(AccessError):
            self._merge(self.target, own, user=self.agent_own)
        self._merge(own, self.target, user=self.agent)

    def test_merged_ticket_is_neither_merged_again_nor_a_target(self):
        self._merge()
        third = self._create_ticket(user_id=self.agent.id)
        with self.assertRaisesRegex(UserError, "already been merged"):
            self._merge(self.source, third)
        with self.assertRaisesRegex(UserError, "has itself been merged"):
            self._merge(third, self.source)
        with self.assertRaisesRegex(UserError, "has itself been merged"):
            self._merge(self.target, self.source)

    def test_merged_ticket_does_not_move(self):
        self._merge()
        self.source.with_user(self.agent).action_reopen()
        self.assertEqual(self.source.stage_kind, "cancelled")
        stage = self.env["support.stage"]._find_for_kind("open")
        with self.assertRaisesRegex(UserError, "Undo the merge"):
            self.source.with_user(self.agent).stage_id = stage

    def test_ended_ticket_is_not_merged(self):
        self.source.action_solve()
        with self.assertRaisesRegex(UserError, "has ended"):
            self._merge()

    # -- Dialog ---------------------------------------------------------------------
    def test_dialog_on_a_selection_proposes_the_oldest_and_merges_the_rest(self):
        tickets = self.source | self.target
        wizard = self._open_dialog(tickets)
        self.assertEqual(wizard.target_id, self.target)
        self.assertIn(f"/{self.target.id}", wizard.action_merge()["url"])
        self.assertEqual(self.source.merged_into_id, self.target)

    def test_dialog_on_one_ticket_offers_tickets_of_the_customer_only(self):
        other = self._create_ticket(partner_id=self.other_customer.id)
        candidates = self._open_dialog(self.source).candidate_ids
        self.assertIn(self.target, candidates)
        self.assertNotIn(other, candidates)
        self.assertNotIn(self.source, candidates)

    def test_dialog_tells_why_not(self):
        other = self._create_ticket(
            partner_id=self.other_customer.id, user_id=self.agent.id
        )
        wizard = self._open_dialog(self.source | other)
        self.assertIn("different customers", wizard.refusal)

    def _open_dialog(self, tickets):
        wizards = self.env["support.ticket.merge.wizard"].with_user(self.agent)
        return wizards.with_context(
            active_model="support.ticket", active_ids=tickets.ids
        ).create({})
