from odoo import Command
from odoo.tests import new_test_user

from ..common import SupportCommon

ROLES = (
    "outsider",
    "collaborator",
    "agent_own",
    "agent",
    "manager",
    "other_manager",
    "customer",
    "other_customer",
    "public",
)


class SecurityCommon(SupportCommon):
    """One user of every role, and tickets named by whose they are.

    ========== ===================================================================
    free       nobody's, of team Care
    mine       of the agent who sees his own only, team Care
    colleague  of the other agent, team Care
    lent       of the collaborator, team Technical
    followed   nobody's, of team Technical; the collaborator follows it
    spam       nobody's, of team Care, marked as spam
    foreign    of Bruno Ferri, of the other agent, team Care
    elsewhere  of the other company
    ========== ===================================================================

    All but "foreign" were asked by Ada Lindqvist, the customer. Each has a public
    message with a file, a note with a file, and an activity.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        portal = cls.env.ref("base.group_portal")
        cls.users = {
            "outsider": cls.outsider,
            "collaborator": cls.collaborator,
            "agent_own": cls.agent_own,
            "agent": cls.agent,
            "manager": cls.manager,
            "other_manager": cls.other_manager,
            "customer": cls._create_portal_user(cls.customer, portal),
            "other_customer": cls._create_portal_user(cls.other_customer, portal),
            "public": cls.env.ref("base.public_user"),
        }
        export = cls.env.ref("base.group_allow_export")
        export.user_ids |= cls.env["res.users"].browse(
            user.id for user in cls.users.values() if not user.share
        )
        cls.tickets = cls._create_tickets()
        for ticket in cls.tickets.values():
            cls._fill(ticket)
        cls.tickets["followed"].message_subscribe(cls.collaborator.partner_id.ids)
        cls.tickets["spam"].action_mark_spam()
        cls.env.flush_all()
        cls.names = {ticket.id: name for name, ticket in cls.tickets.items()}

    @classmethod
    def _create_portal_user(cls, partner, group):
        return new_test_user(
            cls.env,
            login=f"portal_{partner.id}",
            partner_id=partner.id,
            groups="base.group_portal",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    @classmethod
    def _create_tickets(cls):
        values = {
            "free": {},
            "mine": {"user_id": cls.agent_own.id},
            "colleague": {"user_id": cls.agent.id},
            "lent": {"user_id": cls.collaborator.id, "team_id": cls.second_team.id},
            "followed": {"team_id": cls.second_team.id},
            "spam": {},
            "foreign": {"user_id": cls.agent.id, "partner_id": cls.other_customer.id},
            "elsewhere": {"team_id": cls.other_team.id},
        }
        return {
            name: cls._create_ticket(name=f"Matter {name}", **vals)
            for name, vals in values.items()
        }

    @classmethod
    def _fill(cls, ticket):
        for subtype, text in (("mt_comment", "Public words"), ("mt_note", "Note")):
            files = cls.env["ir.attachment"].create(
                {
                    "name": f"{text}.txt",
                    "raw": text.encode(),
                    "res_model": "support.ticket",
                    "res_id": ticket.id,
                }
            )
            ticket.message_post(
                body=text,
                author_id=ticket.partner_id.id if subtype == "mt_comment" else None,
                message_type="comment",
                subtype_xmlid=f"mail.{subtype}",
                attachment_ids=files.ids,
            )
        ticket.activity_schedule(
            "mail.mail_activity_data_todo", user_id=cls.env.ref("base.user_admin").id
        )

    def _env_of(self, role):
        """Return the environment of a call from outside by that role."""
        user = self.users[role]
        self.env.invalidate_all()
        return self.env(
            user=user, su=False, context={"allowed_company_ids": user.company_ids.ids}
        )

    def _names_of(self, ticket_ids):
        """Return which of our tickets are among the ids."""
        return {
            self.names[ticket_id] for ticket_id in ticket_ids if ticket_id in self.names
        }
