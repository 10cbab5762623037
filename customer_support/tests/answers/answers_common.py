from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from ..customer.common import CustomerCommon

TEXT = "<p>Dear {{ customer.first_name }}, we look for {{ order.number }} at once.</p>"


class AnswersCommon(CustomerCommon):
    """Templates with texts, uses with outcomes, and builders for both."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        languages = cls.env["res.lang"]
        languages._activate_lang("it_IT")
        cls.english = languages._get_data(code="en_US")
        cls.english = languages.browse(cls.english.id)
        cls.italian = languages.browse(languages._get_data(code="it_IT").id)
        cls.company.partner_id.lang = "en_US"
        (cls.customer + cls.other_customer).lang = "en_US"
        # What the addon brings is another matter, see the shipped set.
        cls.env["support.reply.template"].search([]).action_archive()
        cls.reason = cls.env["support.category"].create({"name": "Late"})
        cls.template = cls._create_template("Parcel is late")

    @classmethod
    def _create_template(cls, name, text=TEXT, published=True, texts=None, **values):
        """Create a template with an English text, as a manager does."""
        template = (
            cls.env["support.reply.template"]
            .with_user(cls.manager)
            .create(
                {
                    "name": name,
                    "company_id": cls.company.id,
                    "category_ids": [Command.set(cls.reason.ids)],
                    **values,
                }
            )
        )
        template._get_draft().text_ids = [
            Command.create({"lang_id": lang.id, "body": body})
            for lang, body in (texts or {cls.english: text}).items()
        ]
        if published:
            template._get_draft().action_publish()
        return template.with_env(cls.env)

    @classmethod
    def _create_late_ticket(cls, **values):
        """Create a ticket of the agent about the late parcel."""
        return cls._create_ticket(
            **{"category_id": cls.reason.id, "user_id": cls.agent.id, **values}
        )

    def _compose(self, ticket, user=None, **values):
        """Open the composer as the button on the ticket does."""
        action = ticket.with_user(user or self.agent).action_reply_with_template()
        composers = self.env["mail.compose.message"].with_user(user or self.agent)
        return composers.with_context(**action["context"]).create(values)

    def _reply(self, ticket, template=None, user=None):
        """Answer with a template, from the button to the sent message."""
        template = template or self.template
        composer = self._compose(ticket, user, reply_template_id=template.id)
        composer.action_insert_reply()
        composer.action_send_mail()
        self.env.flush_all()
        return self.env["support.reply.use"].search(
            [("ticket_id", "=", ticket.id)], limit=1
        )

    @classmethod
    def _add_uses(cls, count, closed=True, age=30, template=None, **values):
        """Write down uses of the past, on tickets that ended or did not."""
        template = template or cls.template
        version = template.version_id
        date = fields.Datetime.now() - timedelta(days=age)
        partners = cls.env["res.partner"].create(
            [{"name": f"Customer {number}"} for number in range(count)]
        )
        tickets = cls.env["support.ticket"].create(
            [
                {
                    "name": "Late",
                    "partner_id": partner.id,
                    "team_id": cls.team.id,
                    "company_id": cls.company.id,
                }
                for partner in partners
            ]
        )
        tickets.write({"received_date": date - timedelta(hours=1)})
        return cls.env["support.reply.use"].create(
            [
                {
                    "template_id": template.id,
                    "version_id": version.id,
                    "lang_id": cls.english.id,
                    "ticket_id": ticket.id,
                    "company_id": cls.company.id,
                    "user_id": cls.agent.id,
                    "date": date,
                    "kept_share": 1.0,
                    "ended_date": date + timedelta(hours=1) if closed else False,
                    **values,
                }
                for ticket in tickets
            ]
        )

    @classmethod
    def _add_rule(cls, template=None, **values):
        return (
            cls.env["support.reply.rule"]
            .with_user(cls.manager)
            .create(
                {
                    "name": "Where is it?",
                    "template_id": (template or cls.template).id,
                    "phrases": "where is my parcel",
                    **values,
                }
            )
        )

    @classmethod
    def _earn(cls, template=None):
        """Give a template everything that the gate asks for."""
        template = template or cls.template
        cls._add_uses(40, template=template)
        cls._add_rule(template)
        template.with_user(cls.manager).action_review()
        cls.env.flush_all()
        cls.env.invalidate_all()
        return template.with_user(cls.manager)
