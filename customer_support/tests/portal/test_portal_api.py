from contextlib import suppress
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.service.model import get_public_method
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...const import PORTAL_READABLE_FIELDS
from .common import PortalCommon

PRIVATE_FIELDS = (
    "access_token",
    "activity_ids",
    "email_cc",
    "first_response_date",
    "invoice_ids",
    "message_follower_ids",
    "message_ids",
    "picking_ids",
    "priority",
    "tag_ids",
    "unanswered_since",
    "user_id",
    "website_message_ids",
)


@tagged("post_install", "-at_install")
class TestPortalApi(PortalCommon):
    """What a log-in or an API key of a customer gets from the host's generic doors."""

    def setUp(self):
        super().setUp()
        self._customer_writes(self.ticket, "Words of Ada")
        self._agent_notes(self.ticket, "Secret note")
        self.supplier_mail = self._agent_answers(
            self.ticket, "Secret price", partner_ids=self.firm.ids
        )
        self.stage_before = self.ticket.stage_kind
        self._log_in(self.ada)

    def _is_refused(self, answer):
        return isinstance(answer, dict) and "data" in answer and "message" in answer

    # -- Reading --------------------------------------------------------------------
    def test_customer_reads_his_ticket_and_not_anothers(self):
        own = self._call("support.ticket", "read", self.ticket.ids, ["name"])
        self.assertEqual(own[0]["name"], self.ticket.name)
        other = self._call("support.ticket", "read", self.firm_ticket.ids, ["name"])
        self.assertTrue(self._is_refused(other))
        found = self._call("support.ticket", "search", [])
        self.assertEqual(found, self.ticket.ids)

    def test_private_fields_are_neither_read_exported_nor_described(self):
        described = self._call("support.ticket", "fields_get")
        self.assertLessEqual(set(described), PORTAL_READABLE_FIELDS)
        for name in PRIVATE_FIELDS:
            read = self._call("support.ticket", "read", self.ticket.ids, [name])
            self.assertTrue(self._is_refused(read), name)
            exported = self._call(
                "support.ticket", "export_data", self.ticket.ids, [name]
            )
            self.assertTrue(self._is_refused(exported), name)

    def test_private_fields_cannot_be_guessed_by_searching_sorting_or_grouping(self):
        for domain in (
            [("user_id", "=", False)],
            [("message_ids.body", "ilike", "Secret")],
            [("website_message_ids.body", "ilike", "Secret")],
            [("message_follower_ids", "!=", False)],
            [("access_token", "=like", "a%")],
            [("tag_ids.name", "ilike", "angry")],
        ):
            answer = self._call("support.ticket", "search_count", domain)
            self.assertTrue(self._is_refused(answer), domain)
        for method, named in (
            ("search", {"domain": [], "order": "priority desc"}),
            (
                "formatted_read_group",
                {"domain": [], "groupby": ["user_id"], "aggregates": ["__count"]},
            ),
        ):
            answer = self._call("support.ticket", method, **named)
            self.assertTrue(self._is_refused(answer), method)

    def test_messages_are_those_of_the_page(self):
        found = self._call(
            "mail.message",
            "search_read",
            [("model", "=", "support.ticket")],
            ["body"],
        )
        self.assertEqual(len(found), 1)
        self.assertIn("Words of Ada", found[0]["body"])
        read = self._call("mail.message", "read", self.supplier_mail.ids, ["body"])
        self.assertTrue(self._is_refused(read))

    def test_routes_of_the_conversation_show_no_more(self):
        for route in ("/mail/thread/messages", "/mail/chatter_fetch"):
            answer = self._request_json(
                route, thread_model="support.ticket", thread_id=self.ticket.id
            )
            self.assertIn("Words of Ada", str(answer), route)
            self.assertNotIn("Secret", str(answer), route)
        for method in ("init_messaging", "mail.thread"):
            parameters = {
                "thread_model": "support.ticket",
                "thread_id": self.ticket.id,
                "request_list": ["followers", "attachments", "scheduledMessages"],
            }
            answer = self._request_json(
                "/mail/data", fetch_params=[[method, parameters]]
            )
            self.assertNotIn("Secret", str(answer), method)

    def test_former_customer_reads_no_message_that_he_once_got(self):
        answer = self._agent_answers(self.ticket, "For you")
        self.ticket.with_user(self.agent).partner_id = self.other_customer
        read = self._call("mail.message", "read", answer.ids, ["body"])
        self.assertTrue(self._is_refused(read))

    def test_configuration_and_forms_of_others_are_closed(self):
        for model in (
            "support.team",
            "support.team.member",
            "support.stage",
            "support.category",
            "support.channel",
            "support.tag",
            "support.portal.submission",
        ):
            self.assertTrue(
                self._is_refused(self._call(model, "search_read", [])), model
            )

    def test_api_key_of_a_customer_opens_no_more_than_his_log_in(self):
        self.env["ir.config_parameter"].set_param("portal.allow_api_keys", "True")
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        keys = self.env["res.users.apikeys"].with_user(self.ada)
        key = keys.sudo()._generate("rpc", "Test", tomorrow)
        self._log_in(None)
        own = self._call_json2(key, "read", ids=self.ticket.ids, fields=["name"])
        self.assertEqual(own.json()[0]["name"], self.ticket.name)
        for method, arguments in (
            ("read", {"ids": self.firm_ticket.ids, "fields": ["name"]}),
            ("read", {"ids": self.ticket.ids, "fields": ["message_ids"]}),
            ("write", {"ids": self.ticket.ids, "vals": {"name": "Mine"}}),
            ("action_solve", {"ids": self.ticket.ids}),
            ("message_post", {"ids": self.ticket.ids, "body": "Hi"}),
            ("_portal_close", {"ids": self.ticket.ids, "author": None}),
        ):
            answer = self._call_json2(key, method, **arguments)
            self.assertIn(answer.status_code, (403, 404), method)
        self.assertEqual(self.ticket.stage_kind, self.stage_before)

    def _call_json2(self, key, method, **arguments):
        return self.url_open(
            f"/json/2/support.ticket/{method}",
            json=arguments,
            headers={"Authorization": f"Bearer {key}"},
        )

    # -- Changing -------------------------------------------------------------------
    def test_customer_writes_creates_copies_and_deletes_nothing(self):
        count = self.env["support.ticket"].search_count([])
        for method, arguments in (
            ("write", [self.ticket.ids, {"name": "Mine"}]),
            ("write", [self.ticket.ids, {"partner_id": self.firm.id}]),
            ("web_save", [self.ticket.ids, {"name": "Mine"}, {}]),
            ("create", [{"name": "New", "team_id": self.team.id}]),
            ("name_create", ["New"]),
            ("load", [["name"], [["New"]]]),
            ("copy", [self.ticket.ids]),
            ("unlink", [self.ticket.ids]),
        ):
            answer = self._call("support.ticket", method, *arguments)
            refused = self._is_refused(answer) or not answer.get("ids")
            self.assertTrue(refused, method)
        self.assertEqual(self.ticket.name, "The lamp flickers")
        self.assertEqual(self.env["support.ticket"].search_count([]), count)

    def test_customer_posts_and_edits_through_the_form_only(self):
        self.ticket.message_subscribe(partner_ids=self.customer.ids)
        own = self._get_messages(self.ticket)[0]
        before = self.ticket.message_ids
        thread = {"thread_model": "support.ticket", "thread_id": self.ticket.id}
        for answer in (
            self._call("support.ticket", "message_post", self.ticket.ids, body="Hi"),
            self._call(
                "support.ticket",
                "message_post",
                self.ticket.ids,
                body="Hi",
                message_type="comment",
                subtype_xmlid="mail.mt_note",
                parent_id=own.id,
            ),
            self._call(
                "mail.message",
                "create",
                {"model": "support.ticket", "res_id": self.ticket.id, "body": "Hi"},
            ),
            self._call("mail.message", "write", own.ids, {"body": "Never said"}),
            self._call("mail.message", "unlink", own.ids),
            self._request_json(
                "/mail/message/post", post_data={"body": "Hi"}, **thread
            ),
            self._request_json(
                "/mail/message/update_content",
                message_id=own.id,
                update_data={"body": "Never said"},
            ),
        ):
            self.assertTrue(self._is_refused(answer), answer)
        self.assertEqual(self.ticket.message_ids, before)
        self.assertIn("Words of Ada", own.body)

    def test_customer_adds_nobody_as_follower(self):
        answer = self._call(
            "support.ticket",
            "message_subscribe",
            self.ticket.ids,
            partner_ids=self.other_customer.ids,
        )
        self.assertTrue(self._is_refused(answer))
        self.assertNotIn(self.other_customer, self.ticket.message_partner_ids)

    def test_customer_gets_no_token_of_any_ticket(self):
        self._get_token(self.ticket)
        for ticket in self.ticket + self.firm_ticket:
            answer = self._call("support.ticket", "get_portal_url", ticket.ids)
            self.assertTrue(self._is_refused(answer))

    def test_no_public_method_of_a_ticket_lets_a_customer_change_it(self):
        self.ticket.message_subscribe(partner_ids=self.customer.ids)
        ticket = self.ticket.with_user(self.ada)
        # Everybody may stop following.
        for name in sorted(set(dir(type(ticket))) - {"message_unsubscribe"}):
            if self._is_public_method(ticket, name):
                with self.subTest(name):
                    self._check_changes_nothing(getattr(ticket, name))

    def _is_public_method(self, record, name):
        if name.startswith("_") or not callable(getattr(type(record), name, None)):
            return False
        try:
            get_public_method(record, name)
        except (AccessError, AttributeError):
            return False
        return True

    @mute_logger("odoo.sql_db", "py.warnings")
    def _check_changes_nothing(self, method):
        """Call a method with whatever it might take; nothing is kept of it."""
        before = self._take_picture()
        ids = self.ticket.ids
        for arguments in (
            (),
            (ids,),
            ([],),
            ("name",),
            ({"name": "Mine"},),
            (ids, True),
        ):
            after = before
            with suppress(Exception), self.env.cr.savepoint():
                method(*arguments)
                after = self._take_picture()
                raise InterruptedError
            self.assertEqual(after, before)

    def _take_picture(self):
        """Return all that a call could have changed of the ticket."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT to_jsonb(t) FROM support_ticket t WHERE id = %s", [self.ticket.id]
        )
        row = self.env.cr.fetchone()
        counted = [
            self.env[model].search_count([])
            for model in ("support.ticket", "mail.message", "mail.followers")
        ]
        return row, counted
