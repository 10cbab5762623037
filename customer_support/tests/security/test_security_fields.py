from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...const import LIFECYCLE_FIELDS
from .common import SecurityCommon

# A value for each kind of field, different from what a new ticket has.
FORGED = {
    "char": "T99999",
    "datetime": "2020-01-01 00:00:00",
    "integer": 7,
    "float": 7.5,
    "boolean": True,
    "selection": "solved",
    "json": [{"source": "forged"}],
}


@tagged("post_install", "-at_install")
class TestSecurityFields(SecurityCommon):
    """What the product writes by itself cannot be written from outside."""

    def setUp(self):
        super().setUp()
        self.ticket = self.tickets["free"].with_env(self._env_of("manager"))
        self.rule = self.env["support.triage.rule"].create(
            {
                "name": "Other tickets",
                "phrases": "not in any ticket here",
                "company_id": self.company.id,
                "stops": True,
            }
        )

    def _forge(self, name):
        field = self.env["support.ticket"]._fields[name]
        if name == "cancel_reason":
            return "spam"
        if name == "triage_state":
            return "done"
        if name == "triage_result":
            return "finished"
        if name == "priority_start":
            return "3"
        if field.type == "many2one":
            return self.env[field.comodel_name].sudo().search([], limit=1).id
        if field.type == "many2many":
            return [(6, 0, self.rule.ids)]
        return FORGED[field.type]

    def _doors(self, name, value):
        tickets = self.ticket.browse()
        new = {"name": "New", "team_id": self.team.id}
        return {
            "write": lambda: self.ticket.write({name: value}),
            "web_save": lambda: self.ticket.web_save({name: value}, {}),
            "create": lambda: tickets.create({**new, name: value}),
            "copy": lambda: self.ticket.copy({name: value}),
            "name_create": lambda: tickets.create([new, {**new, name: value}]),
        }

    def test_product_fields_are_refused_at_every_door(self):
        for name in sorted(LIFECYCLE_FIELDS):
            for door, call in self._doors(name, self._forge(name)).items():
                with (
                    self.subTest(field=name, door=door),
                    self.assertRaises(AccessError),
                ):
                    call()

    def test_product_fields_are_not_set_by_defaults_of_the_context(self):
        new = {"name": "New", "team_id": self.team.id}
        for name in sorted(LIFECYCLE_FIELDS):
            value = self._forge(name)
            tickets = self.ticket.browse().with_context(**{f"default_{name}": value})
            with self.subTest(field=name):
                field = self.env["support.ticket"]._fields[name]
                stored = field.convert_to_write(tickets.create(new)[name], self.ticket)
                self.assertNotEqual(str(stored), str(value))

    def test_product_fields_are_not_set_by_defaults_of_a_user(self):
        """Everybody may keep defaults of his own; the product creates in his name."""
        new = {"name": "New", "team_id": self.team.id}
        tickets = self.ticket.browse()
        for name in sorted(LIFECYCLE_FIELDS):
            field = tickets._fields[name]
            value = self._forge(name)
            if field.type == "json" or not field.store:
                continue  # the host keeps no defaults of that kind
            if field.type == "selection":
                value = field.get_values(self.env)[-1]
            self.env["ir.default"].set("support.ticket", name, value, user_id=True)
            own = self.env["ir.default"].sudo().search([])
            own.user_id = self.ticket.env.user
            for door in (tickets, tickets.sudo()):
                with self.subTest(field=name, elevated=door.env.su):
                    stored = field.convert_to_write(door.create(new)[name], door)
                    self.assertNotEqual(str(stored), str(value))
            own.unlink()

    def test_product_fields_are_not_copied(self):
        self.ticket.action_solve()
        copy = self.ticket.copy()
        self.assertNotEqual(copy.number, self.ticket.number)
        self.assertFalse(copy.solved_date or copy.first_response_date or copy.user_id)
        self.assertEqual(copy.stage_kind, "new")

    def test_product_fields_are_not_imported(self):
        result = self.ticket.browse().load(
            ["name", "solved_date"], [["Imported", "2020-01-01 00:00:00"]]
        )
        self.assertFalse(result["ids"])

    def test_ticket_created_as_solved_has_the_date_of_now(self):
        self._freeze()
        stage = self.env["support.stage"]._find_for_kind("solved")
        now = self._wait(minutes=1)
        ticket = self.ticket.create({"name": "New", "stage_id": stage.id})
        self.assertEqual(ticket.solved_date, now)

    def test_token_is_neither_read_nor_chosen_nor_searched(self):
        self.tickets["free"]._portal_ensure_token()
        for role in ("agent", "manager", "customer"):
            ticket = self.tickets["free"].with_env(self._env_of(role))
            with self.subTest(role=role):
                with self.assertRaises(AccessError):
                    ticket.read(["access_token"])
                with self.assertRaises(AccessError):
                    ticket.write({"access_token": "chosen"})
                with self.assertRaises(AccessError):
                    ticket.search([("access_token", "=like", "a%")])
                self.assertNotIn("access_token", ticket.fields_get())

    def test_agent_answers_a_customer_who_gets_a_link(self):
        """The host signs the link although the agent cannot read the token."""
        ticket = self.tickets["mine"].with_env(self._env_of("agent_own"))
        message = self._agent_answers(ticket, user=self.agent_own)
        self.assertIn(self.customer, message.notified_partner_ids)

    def test_merge_history_is_nobodys_to_write(self):
        merges = self.env["support.ticket.merge"].with_env(self._env_of("manager"))
        with self.assertRaises(AccessError):
            merges.create(
                {
                    "source_id": self.tickets["free"].id,
                    "target_id": self.tickets["mine"].id,
                }
            )

    def test_stage_cannot_be_emptied(self):
        with self.assertRaises(UserError):
            self.ticket.stage_id = False
