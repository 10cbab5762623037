from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ...const import ENDED_KINDS, OPEN_KINDS
from ...logic import portal_files, ticket_conversation

# Parameters "customer_support.<name>" that an administrator may set.
_DEFAULTS = {
    "portal_max_files": 10,
    "portal_max_file_mb": 10,
    "portal_max_total_mb": 25,
    "portal_tickets_per_hour": 20,
    "portal_messages_per_hour": 60,
}
_MAX_SUBJECT = 200
_MAX_TEXT = 20_000
_MAX_CHOICES = 200


class SupportTicketPortalForm(models.AbstractModel):
    """What a customer does on the portal: ask, answer, close, reopen.

    Called by the portal's controllers on a ticket in sudo, in the visitor's environment
    and after the access function has let him in. Refusals are ``UserError`` with a text
    for the customer.
    """

    _name = "support.ticket.portal.form"
    _inherit = ["support.ticket.portal"]
    _description = "Portal Forms of a Support Ticket"

    # -- What may be chosen ---------------------------------------------------------
    @api.model
    def _portal_get_orders(self):
        """Return the user's own orders, the newest first."""
        customer = self.env.user.partner_id.commercial_partner_id
        return self.env["sale.order"].search(
            [
                ("partner_id", "child_of", customer.id),
                ("state", "in", ("sale", "cancel")),
            ],
            order="date_order desc, id desc",
            limit=_MAX_CHOICES,
        )

    @api.model
    def _portal_get_invoices(self):
        """Return the user's own invoices and credit notes, the newest first."""
        customer = self.env.user.partner_id.commercial_partner_id
        return self.env["account.move"].search(
            [
                ("partner_id", "child_of", customer.id),
                ("state", "=", "posted"),
                ("move_type", "in", ("out_invoice", "out_refund")),
            ],
            order="invoice_date desc, id desc",
            limit=_MAX_CHOICES,
        )

    @api.model
    def _portal_get_products(self, orders):
        """Return what was bought in the orders."""
        # The name of what he bought, from orders that he may read.
        lines_sudo = orders.sudo().order_line.filtered(
            lambda line: not line.display_type
        )
        return lines_sudo.product_id[:_MAX_CHOICES]

    @api.model
    def _portal_get_categories(self):
        """Return the contact reasons that customers choose from, by cluster.

        :return: list of (cluster, its reasons), both ``support.category``
        """
        # Contact reasons are configuration: the same for every customer.
        categories_sudo = self.env["support.category"].sudo()
        clusters = categories_sudo.search(
            [("level", "=", "cluster"), ("portal_visible", "=", True)]
        )
        reasons = categories_sudo.search(
            [("parent_id", "in", clusters.ids), ("portal_visible", "=", True)]
        )
        by_cluster = reasons.grouped("parent_id")
        return [
            (cluster, by_cluster.get(cluster, categories_sudo)) for cluster in clusters
        ]

    # -- Asking ---------------------------------------------------------------------
    @api.model
    def _portal_create_ticket(
        self, subject, text, files, company=None, partner=None, by_link=False, **values
    ):
        """Open a ticket of a customer, with his text as its first message.

        :param str subject: plain text
        :param str text: plain text
        :param list files: (name, content) pairs
        :param company: ``res.company`` of the document that it is about
        :param partner: ``res.partner`` who asks; None: the user
        :param bool by_link: the visitor has the link of a mail and no log-in of his
        :param values: checked values of further fields
        :return: the ticket, in sudo
        """
        partner = partner or self.env.user.partner_id
        self._portal_check_ticket_rate(partner.commercial_partner_id)
        subject = " ".join(subject.split())[:_MAX_SUBJECT]
        self._portal_check_text(subject)
        files = self._portal_check_message(text, files)
        company = company or self.env.company
        channel = self.env["support.channel"]._get_by_kind("portal")
        # Customers have no right to create tickets but this way.
        tickets_sudo = self.sudo().with_company(company)
        ticket_sudo = tickets_sudo.with_context(mail_create_nosubscribe=True).create(
            {
                **values,
                "name": subject,
                "partner_id": partner.id,
                "company_id": company.id,
                "channel_id": channel.id,
                "first_text": text,
            }
        )
        ticket_sudo._portal_post(partner, text, files, by_link=by_link)
        return ticket_sudo

    # -- Answering ------------------------------------------------------------------
    def _portal_answer(self, author, text, files, by_link=False):
        """Add an answer where it belongs: here, reopened, or in a follow-up ticket.

        :param author: ``res.partner``, empty for a customer who is only an address
        :param bool by_link: the visitor has the link of the mail and no log-in of his
        :return: the ticket that the answer went to, in sudo
        """
        self.ensure_one()
        files = self._portal_check_message(text, files)
        self._portal_check_message_rate()
        thread = self._find_thread_for_customer_answer(fields.Datetime.now())
        if thread and thread.commercial_partner_id != self.commercial_partner_id:
            # Merged into the ticket of somebody else: no way into that one.
            thread = self.browse()
        if not thread:
            self._portal_check_ticket_rate(self.commercial_partner_id)
            channel = self.env["support.channel"]._get_by_kind("portal")
            thread = self._create_follow_up({"channel_id": channel.id})
        thread._portal_post(author, text, files, by_link=by_link)
        return thread

    def _portal_post(self, author, text, files, by_link=False):
        """Post as the customer, so that clocks, reopening and notices follow."""
        self.ensure_one()
        body = plaintext2html(text.strip())
        if by_link:
            body += self._portal_get_link_mark()
        is_customer = author.commercial_partner_id == self.commercial_partner_id
        self.with_context(
            # Scripts in files stay text, whoever downloads them.
            attachments_mime_plainxml=True,
            # Mails to carriers and suppliers go to followers as well.
            mail_post_autofollow_author_skip=True,
        ).message_post(
            body=body,
            attachments=files,
            author_id=author.id,
            email_from=author.email_formatted or self.partner_email,
            # Somebody else who got hold of the link: the customer is told.
            partner_ids=[] if is_customer else self.partner_id.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def _portal_get_link_mark(self):
        """Return the line by which agents see that nobody was logged in."""
        ours = self.with_context(lang=self.company_id.partner_id.lang)
        return Markup("<p><small><em>%s</em></small></p>") % ours.env._(
            "Written through the link of a mail, without log-in."
        )

    # -- Ending and coming back -----------------------------------------------------
    def _portal_close(self, author, by_link=False):
        """The customer says that his problem is solved. Twice is once."""
        self.ensure_one()
        if self.stage_kind not in OPEN_KINDS:
            return
        self._move_to_kind("solved")
        self._portal_log(author, self.env._("The customer says: solved."), by_link)

    def _portal_reopen(self, author, by_link=False):
        """The customer says that it is not solved, without writing anything.

        :raise UserError: the reopen window is over
        """
        self.ensure_one()
        if self.stage_kind not in ENDED_KINDS:
            return
        if self._portal_get_answer_kind() != "reopen" or self.merged_into_id:
            raise UserError(
                self.env._("This ticket can no longer be reopened. Please write again.")
            )
        self._move_to_kind("open")
        state = self._get_conversation_state()
        # He waits again, though he has written nothing.
        self.write(
            ticket_conversation.get_customer_message_changes(
                state, fields.Datetime.now()
            )
        )
        self._portal_log(author, self.env._("The customer says: not solved."), by_link)

    def _portal_log(self, author, text, by_link):
        body = Markup("<p>%s</p>") % text
        self._message_log(
            body=body + self._portal_get_link_mark() if by_link else body,
            author_id=author.id,
            email_from=author.email_formatted or self.partner_email,
        )

    # -- Limits ---------------------------------------------------------------------
    @api.model
    def _portal_get_limit(self, name):
        """Return a limit of the portal: set by the administrator, or the default."""
        key = f"customer_support.{name}"
        # Limits are no secrets; only the table that holds them is.
        value = self.env["ir.config_parameter"].sudo().get_param(key) or ""
        return int(value) if value.isdecimal() else _DEFAULTS[name]

    @api.model
    def _portal_get_file_limits(self):
        return portal_files.FileLimits(
            max_files=self._portal_get_limit("portal_max_files"),
            max_file_bytes=self._portal_get_limit("portal_max_file_mb") << 20,
            max_total_bytes=self._portal_get_limit("portal_max_total_mb") << 20,
        )

    @api.model
    def _portal_check_message(self, text, files):
        """Refuse a message without text, or with files that may not come in.

        :return: the files with clean names
        """
        self._portal_check_text(text)
        files = [(portal_files.clean_name(name), content) for name, content in files]
        limits = self._portal_get_file_limits()
        try:
            portal_files.check_files(files, limits)
        except portal_files.FileRefused as refusal:
            texts = self._portal_get_refusals(limits, refusal.name)
            raise UserError(texts[refusal.reason]) from refusal
        return files

    @api.model
    def _portal_check_text(self, text):
        if not text.strip():
            raise UserError(self.env._("Please write a subject and a text."))
        if len(text) > _MAX_TEXT:
            raise UserError(
                self.env._(
                    "Your text is longer than %(count)s letters. Please send it as a "
                    "file.",
                    count=_MAX_TEXT,
                )
            )

    @api.model
    def _portal_get_refusals(self, limits, file_name):
        """Return what the customer reads, by the reason of the refusal."""
        return {
            "type": self.env._(
                "Files like “%(file)s” cannot be accepted, because they could carry a "
                "program. A PDF or a picture is fine.",
                file=file_name,
            ),
            "size": self.env._(
                "“%(file)s” is larger than %(size)s MB.",
                file=file_name,
                size=limits.max_file_bytes >> 20,
            ),
            "total": self.env._(
                "All files together are larger than %(size)s MB.",
                size=limits.max_total_bytes >> 20,
            ),
            "count": self.env._(
                "Send %(count)s files at most.", count=limits.max_files
            ),
            "empty": self.env._("“%(file)s” is empty.", file=file_name),
        }

    @api.model
    def _portal_check_ticket_rate(self, customer):
        since = fields.Datetime.now() - timedelta(hours=1)
        # Whatever else the user may read, all that his firm asked counts.
        count = self.sudo().search_count(
            [
                ("commercial_partner_id", "=", customer.id),
                ("channel_id.kind", "=", "portal"),
                ("create_date", ">=", since),
            ]
        )
        if count >= self._portal_get_limit("portal_tickets_per_hour"):
            raise UserError(
                self.env._(
                    "You have opened %(count)s tickets within an hour. Please write in "
                    "one of them, or try again later.",
                    count=count,
                )
            )

    def _portal_check_message_rate(self):
        since = fields.Datetime.now() - timedelta(hours=1)
        recent = self._portal_get_messages().filtered(
            lambda message: (
                message.date >= since
                and (not message.author_id or message.author_id.partner_share)
            )
        )
        if len(recent) >= self._portal_get_limit("portal_messages_per_hour"):
            raise UserError(
                self.env._("That was a lot at once. Please wait a while and try again.")
            )
