from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

NOT_TOLD = -1


class MailComposeMessage(models.TransientModel):
    _inherit = "mail.compose.message"

    last_seen_message = fields.Integer(
        default=NOT_TOLD,
        help="Id of the newest message of somebody else that was on the screen when "
        "the answer was begun.",
    )
    newer_messages = fields.Html(
        readonly=True, help="What came in on the ticket while the answer was written."
    )
    ticket_audience = fields.Selection(
        [
            ("colleagues", "Only colleagues"),
            ("customer", "The customer"),
            ("everybody", "Everybody"),
        ],
        compute="_compute_ticket_audience",
        help="Who will read what is sent from here about a support ticket.",
    )
    is_publishing = fields.Boolean(
        help="The writer was asked, and wants everybody to read it."
    )

    @api.depends("model", "res_ids", "subtype_id", "composition_mode")
    def _compute_ticket_audience(self):
        for composer in self:
            ticket = composer._get_answered_ticket()
            if not ticket:
                composer.ticket_audience = False
            elif composer.subtype_is_log:
                composer.ticket_audience = "colleagues"
            else:
                public = ticket.is_public_channel
                composer.ticket_audience = "everybody" if public else "customer"

    def _get_answered_ticket(self):
        """Return the one ticket that the composer writes on, if it does."""
        tickets = self.env["support.ticket"]
        if self.model != tickets._name or self.composition_mode != "comment":
            return tickets
        res_ids = self._evaluate_res_ids()
        return tickets.browse(res_ids) if len(res_ids) == 1 else tickets

    def action_publish(self):
        """Send, now or when it is scheduled, what everybody will be able to read.

        The button asks before; a program that calls this has decided.
        """
        self.is_publishing = True
        if self.scheduled_date:
            return self.action_schedule_message()
        return self.action_send_mail()

    def action_schedule_message(self):
        self._ensure_not_public_by_mistake()
        return super().action_schedule_message()

    def _ensure_not_public_by_mistake(self):
        for composer in self:
            if composer.ticket_audience == "everybody" and not composer.is_publishing:
                raise UserError(
                    self.env._(
                        "This channel is public: everybody will be able to read your "
                        "answer. Publish it, or write an internal note."
                    )
                )

    def action_send_mail(self):
        """Show what came in on the ticket meanwhile before sending past it."""
        self._ensure_not_public_by_mistake()
        newer = self._find_newer_ticket_messages()
        if not newer:
            return super().action_send_mail()
        self.write(
            {
                "last_seen_message": newer[-1].id,
                "newer_messages": self._render_newer_messages(newer),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Read This First"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _find_newer_ticket_messages(self):
        ticket = self._get_answered_ticket()
        if not ticket or self.subtype_is_log or self.last_seen_message == NOT_TOLD:
            return self.env["mail.message"]
        return ticket._find_newer_messages(self.last_seen_message)

    def _render_newer_messages(self, messages):
        return Markup().join(
            Markup("<p><strong>%s</strong></p>%s")
            % (message.author_id.name or message.email_from, message.body)
            for message in messages
        )

    def _prepare_mail_values(self, res_ids):
        values = super()._prepare_mail_values(res_ids)
        if self._get_answered_ticket() and self.last_seen_message != NOT_TOLD:
            for post_values in values.values():
                post_values["last_seen_message_id"] = self.last_seen_message
        return values

    def _prepare_schedule_message_post_values(self, post_values):
        # What is sent later was not written in answer to what comes until then.
        post_values.pop("last_seen_message_id", None)
        return super()._prepare_schedule_message_post_values(post_values)
