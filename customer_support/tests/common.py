from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import TransactionCase, new_test_user

MONDAY_MORNING = "2026-03-02 09:00:00"


class SupportCommon(TransactionCase):
    """Two companies, a team with people of every role, customers, and builders.

    Builders speak the domain: ``_create_ticket``, ``_customer_writes``,
    ``_agent_answers``, ``_wait``. Tests act as the least privileged user who can do it.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Quince & Daughters"})
        cls.other_company = cls.env["res.company"].create({"name": "Elsewhere Trading"})
        cls.env = cls.env(
            context=dict(
                cls.env.context,
                tracking_disable=False,
                allowed_company_ids=cls.company.ids,
            )
        )
        cls._set_up_people()
        cls._set_up_teams()
        cls._set_up_customers()

    @classmethod
    def _set_up_people(cls):
        cls.collaborator = cls._create_user("collaborator", "collaborator")
        cls.agent_own = cls._create_user("agent_own", "agent_own")
        cls.agent = cls._create_user("agent", "agent")
        cls.manager = cls._create_user("manager", "manager")
        cls.outsider = cls._create_user("outsider", None)
        cls.other_manager = cls._create_user(
            "other_manager", "manager", cls.other_company
        )

    @classmethod
    def _create_user(cls, login, role, company=None):
        company = company or cls.company
        group = f"customer_support.customer_support_group_{role}" if role else None
        return new_test_user(
            cls.env,
            login=f"support_{login}",
            name=login.replace("_", " ").title(),
            groups=group or "base.group_user",
            email=f"{login}@quince.example",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
            tz="Europe/Rome",
            # Nobody reads the mail that invites him.
            context={"no_reset_password": True},
        )

    @classmethod
    def _set_up_teams(cls):
        members = [(0, 0, {"user_id": user.id}) for user in cls.agent_own + cls.agent]
        teams = cls.env["support.team"]
        cls.team = teams.create(
            {
                "name": "Care",
                "company_id": cls.company.id,
                "leader_id": cls.manager.id,
                "member_ids": members,
            }
        )
        cls.second_team = teams.create(
            {"name": "Technical", "company_id": cls.company.id, "member_ids": []}
        )
        cls.other_team = teams.create(
            {"name": "Care Elsewhere", "company_id": cls.other_company.id}
        )

    @classmethod
    def _set_up_customers(cls):
        partners = cls.env["res.partner"]
        cls.customer = partners.create(
            {"name": "Ada Lindqvist", "email": "ada@lindqvist.example"}
        )
        cls.other_customer = partners.create(
            {"name": "Bruno Ferri", "email": "bruno@ferri.example"}
        )
        cls.firm = partners.create(
            {"name": "Hansen Boats", "is_company": True, "email": "info@hansen.example"}
        )
        cls.firm_contact = partners.create(
            {
                "name": "Mette Hansen",
                "parent_id": cls.firm.id,
                "email": "mette@hansen.example",
            }
        )

    # -- Builders -------------------------------------------------------------------
    @classmethod
    def _create_ticket(cls, user=None, **values):
        """Create a ticket of Ada Lindqvist for team Care, as ``user`` or superuser."""
        tickets = cls.env["support.ticket"]
        return (tickets.with_user(user) if user else tickets).create(
            {
                "name": "The lamp flickers",
                "partner_id": cls.customer.id,
                "team_id": cls.team.id,
                **values,
            }
        )

    @classmethod
    def _customer_writes(cls, ticket, text="Any news?", partner=None):
        """Post a public message of the customer, as mail or portal would."""
        return ticket.sudo().message_post(
            body=text,
            author_id=(partner or ticket.partner_id).id,
            message_type="email",
            subtype_xmlid="mail.mt_comment",
        )

    @classmethod
    def _agent_answers(cls, ticket, text="We look into it.", user=None, **values):
        """Post a public answer as an agent does from the composer."""
        return ticket.with_user(user or cls.agent).message_post(
            body=text,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            **values,
        )

    @classmethod
    def _agent_notes(cls, ticket, text="Customer called twice.", user=None):
        """Post an internal note."""
        return ticket.with_user(user or cls.agent).message_post(
            body=text, message_type="comment", subtype_xmlid="mail.mt_note"
        )

    def _measure_queries(self, function, *args):
        """Return how many queries a call costs, all that it leaves to do included.

        What the registry keeps in memory is warm, records are cold: as in a server.
        """
        function(*args)
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function(*args)
        self.env.flush_all()
        self.env.cr.precommit.run()
        return self.env.cr.sql_log_count - before

    def _freeze(self, moment=MONDAY_MORNING):
        """Stop the clock at ``moment`` (naive UTC) until the test ends."""
        freezer = freeze_time(moment, tick=False)
        self.frozen = freezer.start()
        self.addCleanup(freezer.stop)

    def _wait(self, **duration):
        """Let frozen time pass: ``_wait(hours=4)``."""
        self.frozen.tick(timedelta(**duration))
        return fields.Datetime.now()

    def _run_cron(self, name):
        """Run a cron of ours the way the scheduler does, commits included.

        :param str name: its id in this addon, e.g. "ir_cron_wake_snoozed"
        """
        with self.enter_registry_test_mode():
            self.env.ref(f"customer_support.{name}").method_direct_trigger()
