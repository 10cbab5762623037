import logging
from base64 import b64encode

from markupsafe import Markup
from reportlab.graphics.barcode import createBarcodeDrawing

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date

_logger = logging.getLogger(__name__)


class SupportReturnNotice(models.AbstractModel):
    """What customer and agent are told of a return."""

    _name = "support.return.notice"
    _description = "Notices of a Return"

    # -- Customer -------------------------------------------------------------------
    def _tell_customer(self, what):
        """Write to the customer, and note on the ticket that it was done.

        :param str what: "approved" or "refused"
        """
        ticket = self.ticket_id.with_context(lang=self.partner_id.lang or self.env.lang)
        if ticket.email_normalized:
            mail = self.env["mail.mail"].create(self._prepare_notice_vals(ticket, what))
            mail.send_after_commit()
        if what == "approved" and self.is_automatic:
            # The customer is next: he packs.
            ticket._move_to_kind("waiting_customer")

    def _prepare_notice_vals(self, ticket, what):
        is_sent = what == "approved" and not self.is_kept
        papers = self._get_papers() if is_sent else self.env["ir.attachment"]
        get_id = self.env["ir.model.data"]._xmlid_to_res_id
        template_id = get_id(
            f"customer_support.mail_template_return_{what}", raise_if_not_found=True
        )
        template = self.env["mail.template"].browse(template_id)
        template = template.with_context(
            lang=ticket.env.lang,
            support_greeting=ticket._get_greeting_name(),
            support_has_papers=bool(papers),
        )
        vals = ticket._prepare_automatic_mail_vals(
            {
                name: template._render_field(name, self.ids)[self.id]
                for name in ("subject", "body_html")
            }
        )
        if papers:
            vals["attachment_ids"] = [(6, 0, papers.ids)]
        return vals

    def _get_papers(self):
        """Return what the customer puts on the parcel: label, else slip."""
        try:
            return self._get_labels() or self._create_slip()
        except UserError as error:
            # Many servers lack the program that prints: the number is what counts.
            _logger.info("No slip for return %s: %s", self.name, error)
            return self.env["ir.attachment"]

    def _get_labels(self):
        """Return labels of carriers for the way back. Hook: carriers' addons add."""
        return self.env["ir.attachment"]

    def _create_slip(self):
        """Return the return slip as an attachment, made once."""
        name = f"{self.name}.pdf"
        known = self.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("name", "=", name),
            ],
            limit=1,
        )
        return known or self.env["ir.attachment"].create(
            {
                "name": name,
                "raw": self._render_slip(),
                "mimetype": "application/pdf",
                "res_model": self._name,
                "res_id": self.id,
            }
        )

    def _render_slip(self):
        report = self.env["ir.actions.report"].with_context(
            lang=self.partner_id.lang or self.env.lang
        )
        content, _kind = report._render_qweb_pdf(
            "customer_support.support_return_report_slip", self.ids
        )
        return content

    def _get_barcode(self):
        """Return the number as a Code 128 barcode, the address of an SVG picture.

        The host's own route draws pixels, for which many servers lack the program.
        """
        drawing = createBarcodeDrawing(
            "Code128", value=self.name, width=320, height=80, humanReadable=True
        )
        picture = b64encode(drawing.asString("svg").encode()).decode()
        return f"data:image/svg+xml;base64,{picture}"

    def _get_address_lines(self):
        """Return where the parcel goes, line by line."""
        warehouse = self.picking_ids.picking_type_id.warehouse_id[:1]
        partner = warehouse.partner_id or self.company_id.partner_id
        return [line for line in (partner._display_address() or "").split("\n") if line]

    def _get_steps(self):
        """Return what the customer has to do and what follows, sentence by sentence."""
        if self.is_kept:
            return [self.env._("You need not send anything back: you may keep it.")]
        return [
            self.env._("Pack the goods well, with everything that belongs to them."),
            self._get_number_words(),
            self.env._(
                "Send the parcel until %(date)s.",
                date=format_date(self.env, self.send_until, date_format="long"),
            ),
            self._get_freight_words(),
            self._get_outcome_words(),
        ]

    def _portal_get_steps(self):
        """Return the steps as the customer's page shows them, beside the slip."""
        return self.with_context(support_has_papers=True)._get_steps()

    def _get_number_words(self):
        if self.env.context.get("support_has_papers"):
            return self.env._(
                "Print the return slip and put it on the parcel; it carries the "
                "number %(number)s.",
                number=self.name,
            )
        return self.env._(
            "Write the number %(number)s on the parcel.", number=self.name
        )

    def _get_freight_words(self):
        if "customer" not in self.line_ids.mapped("freight_payer"):
            return self.env._("We pay for the way back.")
        amount = self._get_freight_amount()
        if not amount:
            return self.env._("You pay for the way back.")
        return self.env._(
            "You pay for the way back: %(amount)s.",
            amount=self.currency_id.format(amount),
        )

    def _get_freight_amount(self):
        """Return what the customer pays for the way back: one parcel for all."""
        return max(self.line_ids.mapped("freight_amount"), default=0.0)

    def _get_outcome_words(self):
        """Return what happens when the parcel is here, and how the money returns."""
        if self.desired_outcome != "refund":
            return self.env._(
                "When the parcel is here we look at the goods and write to you."
            )
        words = self.env._(
            "When the parcel is here and the goods are as you said, the money goes "
            "back the way you paid, usually within 5 working days after that."
        )
        fee = max(self.line_ids.mapped("fee_percent"), default=0.0)
        if not fee:
            return words
        kept = self.env._("We keep a fee of %(fee)s %% for our work.", fee=f"{fee:g}")
        return f"{words} {kept}"

    # -- Agent ----------------------------------------------------------------------
    def _log(self, text):
        self._message_log(body=Markup("<p>%s</p>") % text)

    def _forget_to_ask(self):
        """Take away what the product asked: it has been decided."""
        self.activity_unlink(["mail.mail_activity_data_todo"])

    def _ask_agent(self, summary):
        """Give the ticket's agent something to do; without one, the team sees it."""
        self._log(summary)
        person = self.ticket_id.user_id or self.team_id.leader_id
        if person:
            self.activity_schedule(
                "mail.mail_activity_data_todo", user_id=person.id, summary=summary
            )
