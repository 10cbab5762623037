from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ROLES, SecurityCommon

TEAM_CARE = {"free", "mine", "colleague", "foreign", "spam"}

# Which tickets a role sees, through whatever door it looks.
READS = {
    "outsider": set(),
    "collaborator": {"lent", "followed"},
    "agent_own": {"free", "mine", "spam"},
    "agent": TEAM_CARE,
    "manager": TEAM_CARE | {"lent", "followed"},
    "other_manager": {"elsewhere"},
    "customer": {"free", "mine", "colleague", "lent", "followed"},
    "other_customer": {"foreign"},
    "public": set(),
}
# Which tickets a role works on: fields, stage, answers to the customer.
WRITES = {
    **READS,
    "collaborator": {"lent"},
    "customer": set(),
    "other_customer": set(),
}
# Where a role leaves internal notes.
NOTES = {**READS, "customer": set(), "other_customer": set()}
# What else belongs to tickets is for colleagues; customers have the ticket's page.
COLLEAGUES = NOTES
# The host lists the activities of records on which one may work.
ACTIVITIES = {**COLLEAGUES, "collaborator": {"lent"}}
DELETES = {role: READS[role] if "manager" in role else set() for role in ROLES}
CREATES = {
    "agent_own": {"own team"},
    "agent": {"own team"},
    "manager": {"own team"},
}


def _search(tickets):
    return tickets.search([]).ids


def _name_search(tickets):
    return [ticket_id for ticket_id, _name in tickets.name_search("Matter", limit=None)]


def _web_search_read(tickets):
    found = tickets.web_search_read([("name", "like", "Matter")], {"name": {}})
    return [row["id"] for row in found["records"]]


def _group(tickets):
    groups = tickets.formatted_read_group([], ["id"], ["__count"])
    return [group["id"][0] for group in groups if group["__count"]]


def _web_group(tickets):
    groups = tickets.web_read_group([], ["name"], ["__count", "id:array_agg"])["groups"]
    return [ticket_id for group in groups for ticket_id in group["id:array_agg"]]


def _export(tickets):
    rows = tickets.search([]).export_data([".id", "name"])["datas"]
    return [int(row[0]) for row in rows]


def _messages(tickets):
    domain = [("model", "=", "support.ticket"), ("message_type", "=", "comment")]
    return tickets.env["mail.message"].search(domain).mapped("res_id")


def _files(tickets):
    domain = [("res_model", "=", "support.ticket")]
    return tickets.env["ir.attachment"].search(domain).mapped("res_id")


def _file_names(tickets):
    domain = [("name", "=", "Note.txt")]
    return tickets.env["ir.attachment"].search(domain).mapped("res_id")


def _activities(tickets):
    domain = [("res_model", "=", "support.ticket")]
    return tickets.env["mail.activity"].search(domain).mapped("res_id")


# Every way to find tickets, or what belongs to them, without knowing a number.
LISTING_DOORS = [
    (_search, READS),
    (_name_search, READS),
    (_web_search_read, READS),
    (_group, READS),
    (_web_group, READS),
    (_export, COLLEAGUES),
    (_messages, READS),
    (_files, COLLEAGUES),
    (_file_names, COLLEAGUES),
    (_activities, ACTIVITIES),
]


@tagged("post_install", "-at_install")
class TestSecurityMatrix(SecurityCommon):
    """Roles against doors, each cell asserted (T-10)."""

    def _find_allowed(self, role, action):
        """Return on which tickets the role may do ``action(ticket)``."""
        allowed = set()
        for name, ticket in self.tickets.items():
            savepoint = self.env.cr.savepoint(flush=True)
            try:
                action(ticket.with_env(self._env_of(role)))
                self.env.flush_all()
                allowed.add(name)
            except AccessError:
                continue
            finally:
                self.env.clear()
                savepoint.close(rollback=True)
        return allowed

    def _assert_matrix(self, action, expected):
        for role in ROLES:
            with (
                self.subTest(role=role),
                mute_logger("odoo.addons.base.models.ir_rule"),
            ):
                self.assertEqual(self._find_allowed(role, action), expected[role])

    # -- Finding --------------------------------------------------------------------
    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_every_list_shows_the_role_its_tickets_and_no_others(self):
        for door, expected in LISTING_DOORS:
            for role in ROLES:
                with self.subTest(door=door.__name__, role=role):
                    tickets = self.env["support.ticket"].with_env(self._env_of(role))
                    try:
                        found = self._names_of(door(tickets))
                    except (AccessError, UserError):  # the latter: no right to export
                        found = set()
                    self.assertEqual(found, expected[role])

    def test_counts_are_those_of_the_tickets_that_are_seen(self):
        ids = [ticket.id for ticket in self.tickets.values()]
        for role in ROLES[1:-1]:
            with self.subTest(role=role):
                tickets = self.env["support.ticket"].with_env(self._env_of(role))
                count = tickets.search_count([("id", "in", ids)])
                self.assertEqual(count, len(READS[role]))
                [[total]] = tickets._read_group([("id", "in", ids)], [], ["__count"])
                self.assertEqual(total, len(READS[role]))

    def test_filter_on_a_neighbour_finds_nothing_through_it(self):
        """A domain over a link is no way to guess what a secret ticket says."""
        self.tickets["mine"].sudo().origin_ticket_id = self.tickets["colleague"]
        domain = [("origin_ticket_id.name", "like", "Matter colleague")]
        for role, found in (("agent_own", False), ("agent", True)):
            with self.subTest(role=role):
                tickets = self.env["support.ticket"].with_env(self._env_of(role))
                self.assertEqual(bool(tickets.search(domain)), found)

    # -- Reading --------------------------------------------------------------------
    def test_read(self):
        self._assert_matrix(lambda ticket: ticket.read(["name"]), READS)

    def test_web_read(self):
        self._assert_matrix(lambda ticket: ticket.web_read({"name": {}}), READS)

    def test_read_of_a_note(self):
        def read_note(ticket):
            messages = ticket.sudo().message_ids.sudo(False)
            messages.filtered(lambda m: "Note" in m.sudo().body).read(["body"])

        self._assert_matrix(read_note, COLLEAGUES)

    def test_read_of_public_words(self):
        def read_words(ticket):
            messages = ticket.sudo().message_ids.sudo(False)
            messages.filtered(lambda m: "words" in m.sudo().body).read(["body"])

        self._assert_matrix(read_words, READS)

    def test_download_of_a_file(self):
        def read_file(ticket):
            files = (
                ticket.env["ir.attachment"]
                .sudo()
                .search(
                    [("res_model", "=", "support.ticket"), ("res_id", "=", ticket.id)]
                )
            )
            files.sudo(False).mapped("raw")

        self._assert_matrix(read_file, COLLEAGUES)

    def test_link_with_token_is_made_by_colleagues_only(self):
        self._assert_matrix(lambda ticket: ticket.get_portal_url(), COLLEAGUES)

    # -- Working --------------------------------------------------------------------
    def test_write(self):
        self._assert_matrix(lambda ticket: ticket.write({"color": 3}), WRITES)

    def test_web_save(self):
        self._assert_matrix(
            lambda ticket: ticket.web_save({"color": 3}, {"color": {}}), WRITES
        )

    def test_move(self):
        def reopen_or_solve(ticket):
            ticket.action_solve()
            ticket.action_reopen()

        self._assert_matrix(reopen_or_solve, WRITES)

    def test_answer(self):
        self._assert_matrix(
            lambda ticket: ticket.message_post(
                body=ticket.name,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            ),
            WRITES,
        )

    def test_answer_past_the_thread(self):
        def create_message(ticket):
            ticket.env["mail.message"].create(
                {
                    "model": "support.ticket",
                    "res_id": ticket.id,
                    "body": "Dear customer",
                    "message_type": "comment",
                    "subtype_id": self.env.ref("mail.mt_comment").id,
                }
            )

        self._assert_matrix(create_message, WRITES)

    def test_note(self):
        self._assert_matrix(lambda ticket: ticket.message_post(body=ticket.name), NOTES)

    def test_activity(self):
        self._assert_matrix(
            lambda ticket: ticket.activity_schedule(
                "mail.mail_activity_data_todo", user_id=ticket.env.uid
            ),
            COLLEAGUES,
        )

    def test_following_does_not_open_a_ticket(self):
        """Whoever cannot read a ticket cannot make himself its follower."""

        def follow(ticket):
            ticket.message_subscribe(ticket.env.user.partner_id.ids)
            ticket.read(["name"])

        self._assert_matrix(follow, READS)

    def test_unlink(self):
        self._assert_matrix(lambda ticket: ticket.unlink(), DELETES)

    def test_copy(self):
        creators = {
            role: WRITES[role] if CREATES.get(role) else set() for role in ROLES
        }
        creators["other_manager"] = WRITES["other_manager"]
        self._assert_matrix(lambda ticket: ticket.copy(), creators)

    def test_merge(self):
        """Both sides must be writable: a merge is no way into a ticket."""
        partner = self._create_ticket(user_id=self.agent_own.id)

        def merge_mine(ticket):
            try:
                ticket._merge_into(partner.with_env(ticket.env))
            except UserError as error:  # other customer, other company, ended
                raise AccessError(str(error)) from error

        expected = {role: set() for role in ROLES}
        expected["agent_own"] = {"free", "mine"}
        expected["agent"] = {"free", "mine", "colleague"}
        expected["manager"] = expected["agent"] | {"lent", "followed"}
        self._assert_matrix(merge_mine, expected)

    # -- What others said -----------------------------------------------------------
    def test_nobody_rewrites_or_deletes_what_the_customer_said(self):
        nothing = {role: set() for role in ROLES}
        nothing["customer"] = nothing["other_customer"] = set()

        def words(ticket):
            messages = ticket.sudo().message_ids.sudo(False)
            return messages.filtered(lambda m: "words" in m.sudo().body)

        self._assert_matrix(lambda t: words(t).write({"body": "Other"}), nothing)
        self._assert_matrix(lambda t: words(t).unlink(), nothing)

    def test_nobody_speaks_in_the_name_of_the_customer(self):
        nothing = {role: set() for role in ROLES}
        self._assert_matrix(
            lambda ticket: ticket.message_post(
                body=ticket.name,
                author_id=self.customer.id,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            ),
            nothing,
        )

    # -- Creating -------------------------------------------------------------------
    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_create(self):
        for role in ROLES:
            for place, team in (
                ("own team", self.team),
                ("elsewhere", self.other_team),
            ):
                with self.subTest(role=role, place=place):
                    allowed = self._can_create(role, team)
                    may = place in CREATES.get(role, ())
                    may |= (role, place) == ("other_manager", "elsewhere")
                    self.assertEqual(allowed, may)

    def _can_create(self, role, team):
        tickets = self.env["support.ticket"].with_env(self._env_of(role))
        savepoint = self.env.cr.savepoint(flush=True)
        try:
            tickets.create({"name": "New", "team_id": team.id})
            self.env.flush_all()
        except AccessError:
            return False
        finally:
            self.env.clear()
            savepoint.close(rollback=True)
        return True
