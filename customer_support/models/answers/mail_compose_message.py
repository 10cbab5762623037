from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...logic.reply_variables import TemplateError, find_variables


class MailComposeMessage(models.TransientModel):
    """Answering a ticket from a template: choose, look at it, insert, check, send."""

    _inherit = "mail.compose.message"

    reply_ticket_id = fields.Many2one(
        "support.ticket", compute="_compute_reply_ticket_id"
    )
    reply_template_id = fields.Many2one(
        "support.reply.template",
        domain="[('version_id', '!=', False), ('purpose', '=', 'answer')]",
    )
    reply_closing_id = fields.Many2one(
        "support.reply.template",
        "Closing Formula",
        domain="[('version_id', '!=', False), ('purpose', '=', 'closing')]",
    )
    reply_preview = fields.Html(compute="_compute_reply_preview", sanitize=False)
    reply_problems = fields.Html(compute="_compute_reply_preview", sanitize=False)
    reply_sources = fields.Html(compute="_compute_reply_preview", sanitize=False)
    reply_language_note = fields.Char(compute="_compute_reply_preview")
    reply_tone = fields.Text(related="reply_template_id.tone")
    reply_next_id = fields.Many2one(related="reply_template_id.next_template_id")
    reply_next_category_id = fields.Many2one(
        related="reply_template_id.next_category_id"
    )
    reply_learned_next = fields.Char(
        compute="_compute_reply_learned_next",
        help="What customers with this reason asked next about the same order.",
    )
    reply_text_ids = fields.Many2many(
        "support.reply.template.text",
        string="Inserted Texts",
        readonly=True,
        help="What was inserted; remembered with what becomes of it.",
    )
    reply_check_ids = fields.One2many(
        "support.reply.check", "composer_id", "Before You Send"
    )

    @api.depends("model", "res_ids", "composition_mode", "subtype_is_log")
    def _compute_reply_ticket_id(self):
        for composer in self:
            ticket = composer._get_answered_ticket()
            composer.reply_ticket_id = ticket if not composer.subtype_is_log else False

    @api.depends("reply_ticket_id", "reply_template_id")
    def _compute_reply_learned_next(self):
        # Agents read the figure of the reason at hand, not the whole report.
        sequences_sudo = self.env["support.reply.sequence"].sudo()
        for composer in self:
            composer.reply_learned_next = False
            knows_next = composer.reply_next_id or composer.reply_next_category_id
            if not composer.reply_ticket_id or knows_next:
                continue
            likely = sequences_sudo._find_likely(composer.reply_ticket_id)
            if likely:
                composer.reply_learned_next = self.env._(
                    "“%(reason)s”: %(part)s of %(whole)s customers asked it about the "
                    "same order within a week.",
                    reason=likely.next_category_id.display_name,
                    part=likely.pair_count,
                    whole=likely.ticket_count,
                )

    @api.depends("reply_template_id", "reply_closing_id", "reply_ticket_id")
    def _compute_reply_preview(self):
        for composer in self:
            texts, notes = composer._choose_reply_texts()
            rendered = [composer._render_reply(text) for text in texts]
            composer.reply_preview = Markup().join(part.body for part in rendered)
            composer.reply_problems = _as_list(
                problem for part in rendered for problem in part.problems
            )
            composer.reply_sources = _as_list(
                f"{label}: {value} ({source})"
                for part in rendered
                for label, value, source in part.sources
            )
            composer.reply_language_note = " ".join(notes)

    def _choose_reply_texts(self):
        """Return the texts of the chosen templates for the customer, and notes on them.

        :return: (``support.reply.template.text``, list of str)
        """
        texts = self.env["support.reply.template.text"]
        notes = []
        ticket = self.reply_ticket_id
        for template in self.reply_template_id + self.reply_closing_id:
            if not ticket:
                continue
            text, is_fallback = template._choose_text(
                ticket._get_reply_language(), ticket._get_company_language()
            )
            texts += text
            note = self._get_language_note(template, text, is_fallback)
            notes += [note] if note else []
        return texts, notes

    def _get_language_note(self, template, text, is_fallback):
        values = {"template": template.name, "language": text.lang_id.name}
        if not text:
            return self.env._(
                "“%(template)s” is there neither in the customer's language nor in "
                "ours.",
                **values,
            )
        if is_fallback:
            return self.env._(
                "“%(template)s” is not there in the customer's language: this is "
                "%(language)s.",
                **values,
            )
        return ""

    def _render_reply(self, text):
        return text._render(self.reply_ticket_id, self.env.user)

    # -- Inserting ------------------------------------------------------------------
    def action_insert_reply(self):
        """Put the chosen texts before what was written; nothing uncertain gets in.

        :raise UserError: a variable is empty or not certain; says which and why
        """
        self.ensure_one()
        texts, _notes = self._choose_reply_texts()
        if not texts:
            raise UserError(self.env._("Choose a template that has a text first."))
        rendered = [self._render_reply(text) for text in texts]
        self._ensure_certain(rendered)
        bodies = Markup().join(part.body for part in rendered)
        subject = next((part.subject for part in rendered if part.subject), "")
        values = {
            "body": bodies + (self.body or Markup()),
            "reply_text_ids": [Command.link(text.id) for text in texts],
            "reply_check_ids": self._prepare_check_commands(),
            "reply_template_id": self._find_next_reply().id,
            "reply_closing_id": False,
        }
        if subject:
            values["subject"] = f"[{self.reply_ticket_id.number}] {subject}"
        self.write(values)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reply with a Template"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"clicked_on_full_composer": True},
        }

    def _find_next_reply(self):
        """Return the template of the next question, if it can be said already."""
        ticket = self.reply_ticket_id
        template = self.reply_template_id.next_template_id
        text, _is_fallback = template._choose_text(
            ticket._get_reply_language(), ticket._get_company_language()
        )
        is_certain = text and not self._render_reply(text).problems
        return template if is_certain else template.browse()

    def _prepare_check_commands(self):
        known = set(self.reply_check_ids.mapped("name"))
        steps = (self.reply_template_id.checklist or "").splitlines()
        steps = dict.fromkeys(filter(None, map(str.strip, steps)))
        return [Command.create({"name": step}) for step in steps if step not in known]

    def _ensure_certain(self, rendered):
        problems = [problem for part in rendered for problem in part.problems]
        if problems:
            raise UserError(
                self.env._(
                    "This cannot be said yet:\n%(problems)s",
                    problems="\n".join(problems),
                )
            )

    # -- Sending --------------------------------------------------------------------
    def action_send_mail(self):
        self._ensure_reply_ready()
        return super().action_send_mail()

    def action_schedule_message(self):
        self._ensure_reply_ready()
        return super().action_schedule_message()

    def _ensure_reply_ready(self):
        """Refuse to send with open steps, or what is no longer certain."""
        for composer in self:
            if not composer.reply_ticket_id:
                continue
            open_steps = composer.reply_check_ids.filtered(lambda s: not s.is_done)
            if open_steps:
                raise UserError(
                    self.env._(
                        "Tick these steps first:\n%(steps)s",
                        steps="\n".join(open_steps.mapped("name")),
                    )
                )
            composer._ensure_certain(
                [composer._render_reply(text) for text in composer.reply_text_ids]
            )
            composer._ensure_filled_in()

    def _ensure_filled_in(self):
        """Refuse an answer in which a variable was left as it is written."""
        try:
            names = find_variables(self.body or "")
        except TemplateError:
            return  # Braces of a customer or of an agent: plain text.
        if names:
            raise UserError(
                self.env._(
                    "A variable was not filled in: %(name)s. Insert the template, or "
                    "write the value.",
                    name=names[0],
                )
            )

    def _action_send_mail_comment(self, res_ids):
        messages = super()._action_send_mail_comment(res_ids)
        if self.reply_ticket_id and self.reply_text_ids:
            for text in self.reply_text_ids:
                for message in messages:
                    self.reply_ticket_id._record_reply_use(text, message, self.env.user)
        return messages

    def _prepare_schedule_message_post_values(self, post_values):
        values = super()._prepare_schedule_message_post_values(post_values)
        if self.reply_ticket_id and self.reply_text_ids:
            values["support_reply_text_ids"] = [Command.set(self.reply_text_ids.ids)]
        return values


def _as_list(lines):
    """Return lines as HTML, False without any; every line is text."""
    items = Markup().join(Markup("<li>%s</li>") % line for line in lines)
    return Markup("<ul>%s</ul>") % items if items else False
