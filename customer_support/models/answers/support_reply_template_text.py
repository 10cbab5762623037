from textwrap import shorten

from markupsafe import Markup

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ...logic import reply_variables
from ...logic.reply_variables import Rendered, TemplateError

_PREVIEW = 120  # characters of a text in a list


class SupportReplyTemplateText(models.Model):
    """What a version says in one language."""

    _name = "support.reply.template.text"
    _description = "Text of a Reply Template"
    _order = "version_id, lang_id"
    _rec_name = "lang_id"

    version_id = fields.Many2one(
        "support.reply.template.version", required=True, index=True, ondelete="cascade"
    )
    lang_id = fields.Many2one(
        "res.lang",
        "Language",
        required=True,
        index=True,
        ondelete="restrict",
        context={"active_test": False},
        default=lambda self: self._default_lang_id(),
    )
    subject = fields.Char(help="Empty: the subject of the ticket.")
    body = fields.Html("Text", required=True, sanitize_style=True)
    preview = fields.Char("Begins With", compute="_compute_preview")
    variable_help = fields.Selection(
        selection="_selection_variables",
        string="Variables",
        store=False,
        help="Choose one to see how it is written; it is filled in from the documents "
        "of the ticket, and stops the answer if it is empty or not certain.",
    )
    variable_placeholder = fields.Char(
        "Write It As", compute="_compute_variable_placeholder"
    )

    _lang_uniq = models.UniqueIndex(
        "(version_id, lang_id)", "There is a text in this language already."
    )

    def _default_lang_id(self):
        return self.env["res.lang"]._get_data(code=self.env.lang or "en_US").id

    @api.model
    def _selection_variables(self):
        labels = self._get_variable_labels()
        return [
            (name, f"{labels[name]} ({name})") for name in reply_variables.VARIABLES
        ]

    @api.depends("body")
    def _compute_preview(self):
        for text in self:
            plain = " ".join(tools.html2plaintext(text.body or "").split())
            text.preview = shorten(plain, _PREVIEW, placeholder="…") if plain else False

    @api.depends("variable_help")
    def _compute_variable_placeholder(self):
        for text in self:
            name = text.variable_help
            text.variable_placeholder = "{{ " + name + " }}" if name else False

    @api.constrains("subject", "body")
    def _check_variables(self):
        for text in self:
            for value in (text.subject, text.body):
                try:
                    reply_variables.find_variables(value)
                except TemplateError as error:
                    raise ValidationError(text._get_error_text(error)) from error

    def _get_error_text(self, error):
        values = {"part": error.part, "language": self.lang_id.name}
        if error.reason == "unknown":
            return self.env._(
                "%(language)s: there is no variable “%(part)s”.", **values
            )
        if error.reason == "in_tag":
            return self.env._(
                "%(language)s: a variable stands in the text, not in a link or in "
                "another property: %(part)s",
                **values,
            )
        return self.env._(
            "%(language)s: this is no variable: “%(part)s”. Variables are written like "
            "{{ order.number }}, without any formatting inside.",
            **values,
        )

    # -- CRUD -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        texts = super().create(vals_list)
        texts.version_id._ensure_draft()
        return texts

    def write(self, vals):
        self.version_id._ensure_draft()
        result = super().write(vals)
        self.version_id._ensure_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        self.version_id._ensure_draft()

    def _prepare_copy_vals(self):
        return {
            "lang_id": self.lang_id.id,
            "subject": self.subject,
            "body": self.body,
        }

    # -- Filling in -----------------------------------------------------------------
    def _get_variables(self):
        """Return the names of the variables of the text."""
        names = [
            *reply_variables.find_variables(self.subject),
            *reply_variables.find_variables(self.body),
        ]
        return tuple(dict.fromkeys(names))

    def _render(self, ticket, agent=None):
        """Fill the text in for a ticket that the user may read; writes nothing.

        :param ticket: ``support.ticket``
        :param agent: ``res.users`` who answers; none: nobody does
        :return: ``logic.reply_variables.Rendered``
        """
        self.ensure_one()
        names = self._get_variables()
        values = ticket._get_reply_values(names, self.lang_id.code, agent)
        labels = self._get_variable_labels()
        return Rendered(
            subject=reply_variables.render_line(self.subject, values),
            body=Markup(reply_variables.render_html(self.body, values)),
            sources=tuple(
                (labels[name], values[name].text, values[name].source)
                for name in names
                if not values[name].problem
            ),
            problems=tuple(
                f"{labels[name]}: {values[name].problem}"
                for name in names
                if values[name].problem
            ),
        )

    def _get_plain_text(self):
        return tools.html2plaintext(self.body or "", include_references=False)

    @api.model
    def _get_variable_labels(self):
        """Return what each variable is, in the user's language."""
        return {
            "customer.first_name": self.env._("First name of the customer"),
            "customer.name": self.env._("Name of the customer"),
            "ticket.number": self.env._("Number of the ticket"),
            "ticket.subject": self.env._("Subject of the ticket"),
            "agent.name": self.env._("Name of the agent"),
            "team.name": self.env._("Name of the team"),
            "company.name": self.env._("Name of the company"),
            "product.name": self.env._("Product"),
            "order.number": self.env._("Number of the order"),
            "order.date": self.env._("Day of the order"),
            "order.amount": self.env._("Total of the order"),
            "delivery.number": self.env._("Number of the delivery"),
            "delivery.carrier": self.env._("Carrier"),
            "delivery.tracking_number": self.env._("Tracking number"),
            "delivery.tracking_link": self.env._("Page of the carrier"),
            "delivery.promised_date": self.env._("Promised day of delivery"),
            "delivery.scheduled_date": self.env._("Planned day of delivery"),
            "delivery.shipped_date": self.env._("Day of shipping"),
            "invoice.number": self.env._("Number of the invoice"),
            "invoice.date": self.env._("Day of the invoice"),
            "invoice.amount_due": self.env._("Amount due"),
            "invoice.due_date": self.env._("Due date"),
            "refund.number": self.env._("Number of the credit note"),
            "refund.amount": self.env._("Amount refunded"),
            "refund.date": self.env._("Day of the credit note"),
        }
