import logging
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...const import MAIL_STATES
from ...logic.mail_classify import KINDS

_logger = logging.getLogger(__name__)

VACUUM_PARAMETER = "customer_support.incoming_mail_raw_days"


class SupportIncomingMail(models.Model):
    """The books of the mail door: every mail for support, and what became of it."""

    _name = "support.incoming.mail"
    _inherit = [
        "support.incoming.mail.intake",
        "support.incoming.mail.delivery",
        "support.incoming.mail.sender",
    ]
    _description = "Incoming Mail for Support"
    _order = "id desc"
    _rec_name = "subject"

    # What arrived
    subject = fields.Char(readonly=True)
    email_from = fields.Char("From", readonly=True)
    email_normalized = fields.Char(readonly=True)
    email_to = fields.Char("To", readonly=True)
    email_cc = fields.Char("Cc", readonly=True)
    message_id = fields.Char("Message-ID", readonly=True, index=True)
    fingerprint = fields.Char(readonly=True)
    mail_date = fields.Datetime("Dated", readonly=True)
    received_date = fields.Datetime(
        "Received", readonly=True, default=fields.Datetime.now
    )
    size = fields.Integer("Size (Bytes)", readonly=True, aggregator=None)
    kind = fields.Selection(KINDS, readonly=True)
    repairs = fields.Char(readonly=True, help="What was broken in the mail.")
    body = fields.Html(
        readonly=True,
        sanitize_attributes=True,
        help="Kept here as long as it is not in a ticket.",
    )
    attachment_ids = fields.One2many(
        "ir.attachment",
        "res_id",
        "Files",
        domain=[("res_model", "=", "support.incoming.mail"), ("res_field", "=", False)],
        readonly=True,
    )
    raw = fields.Binary("Original", attachment=True, readonly=True)
    raw_name = fields.Char(compute="_compute_raw_name")
    # What became of it
    state = fields.Selection(MAIL_STATES, required=True, readonly=True, index=True)
    reason_code = fields.Char(readonly=True)
    reason = fields.Char(readonly=True)
    error = fields.Text(readonly=True)
    attempts = fields.Integer(readonly=True, default=1, aggregator=None)
    ticket_id = fields.Many2one(
        "support.ticket", readonly=True, index="btree_not_null", ondelete="set null"
    )
    mail_message_id = fields.Many2one(
        "mail.message", "Message", readonly=True, ondelete="set null"
    )
    team_id = fields.Many2one("support.team", readonly=True, ondelete="set null")
    company_id = fields.Many2one("res.company", readonly=True, index=True)
    is_support = fields.Boolean(
        readonly=True,
        help="Not set: mail for another app that the gateway could not process. Only "
        "administrators see it.",
    )
    options = fields.Json(readonly=True)
    is_retried = fields.Boolean(readonly=True, help="Is run again by itself.")

    _sender_idx = models.Index(
        "(email_normalized, received_date) WHERE email_normalized IS NOT NULL"
    )

    def _compute_raw_name(self):
        for mail in self:
            mail.raw_name = f"mail-{mail.id}.eml"

    # -- Actions --------------------------------------------------------------------
    def action_let_in(self):
        """Put a held or refused mail where it was meant to go."""
        self._check_may_decide()
        for mail in self:
            mail._run_again(decided="let_in")
        return True

    def action_make_ticket(self):
        """Open a ticket of its own for a held or refused mail."""
        self._check_may_decide()
        for mail in self:
            mail._run_again(decided="new")
        return True

    def action_refuse(self):
        """Keep a mail out for good; it stays in the books."""
        self._check_may_decide()
        # Deciding is the right that was checked; the books are not written by hand.
        self.sudo().write(
            {
                "state": "refused",
                "reason_code": "refused",
                "is_retried": False,
                "reason": self.env._("Refused by %(name)s.", name=self.env.user.name),
            }
        )
        return True

    def action_run_again(self):
        """Process a mail anew, as if it had just arrived."""
        self._check_may_decide()
        for mail in self:
            mail._run_again()
        return True

    def action_open_ticket(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "support.ticket",
            "res_id": self.ticket_id.id,
            "view_mode": "form",
        }

    def _check_may_decide(self):
        """Managers decide on all mail, agents on what is held for their tickets.

        :raise AccessError: for everybody else
        :raise UserError: if the mail is in a ticket already, or its original is gone
        """
        self.check_access("read")
        user = self.env.user
        is_manager = user.has_group("customer_support.customer_support_group_manager")
        for mail in self:
            if not is_manager:
                if not mail.ticket_id or not mail.ticket_id.has_access("write"):
                    raise AccessError(
                        self.env._("Only a manager decides about this mail.")
                    )
            if mail.state == "processed":
                raise UserError(
                    self.env._(
                        "“%(subject)s” has been processed already.",
                        subject=mail.subject or "",
                    )
                )
            if not mail.sudo()._find_raw():
                raise UserError(self.env._("The original of this mail is gone."))

    # -- Book keeping ---------------------------------------------------------------
    def _book(self, vals, raw):
        """Write one entry: a new one, or on the mail that is run again."""
        if not self:
            entry = self.create(vals)
            entry._keep_raw(raw)
            return entry
        self.attachment_ids.unlink()
        self.write({**vals, "attempts": self.attempts + 1})
        return self

    def _keep_raw(self, raw):
        """Store the original as the field's own attachment, without recoding it."""
        self.env["ir.attachment"].create(
            {
                "name": "raw",
                "raw": raw,
                "res_model": self._name,
                "res_field": "raw",
                "res_id": self.id,
                "mimetype": "application/octet-stream",
            }
        )
        self.invalidate_recordset(["raw"])

    def _get_raw(self):
        """Return the bytes of the original, as they arrived; none once vacuumed."""
        self.ensure_one()
        return self._find_raw().raw or b""

    def _find_raw(self):
        """Return the attachments that hold the originals."""
        return self.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("res_field", "=", "raw"),
                ("res_id", "in", self.ids),
            ]
        )

    def _keep_files(self, attachments):
        """Store the files of a mail that is in no ticket (yet)."""
        self.ensure_one()
        # As plain text, so that no page of a stranger runs in the browser.
        self.env["ir.attachment"].with_context(attachments_mime_plainxml=True).create(
            [
                {
                    "name": attachment.name,
                    "raw": attachment.content,
                    "res_model": self._name,
                    "res_id": self.id,
                }
                for attachment in attachments
            ]
        )

    def _warn_managers(self):
        """Tell the team leader, else an administrator, that a mail failed."""
        self.ensure_one()
        leader = self.team_id.leader_id or self.env.ref("base.user_admin")
        if not leader.active:
            return
        self.env["mail.thread"].message_notify(
            partner_ids=leader.partner_id.ids,
            subject=self.env._("A mail could not be processed"),
            body=Markup("<p>%s</p><p>%s</p>")
            % (
                self.env._("It is kept under Support > Incoming Mail > Failed."),
                self.error or "",
            ),
            model=self._name,
            res_id=self.id,
        )

    # -- Cron -----------------------------------------------------------------------
    @api.model
    def _cron_run_again(self):
        """Run the mails again whose processing was hindered by another transaction."""
        domain = [("is_retried", "=", True), ("state", "=", "failed")]
        mails = self.search(domain, limit=50).try_lock_for_update()
        for mail in mails:
            mail._run_again()
            self.env["ir.cron"]._commit_progress(1)
        self.env["ir.cron"]._commit_progress(remaining=self.search_count(domain))

    @api.autovacuum
    def _gc_raw_mails(self):
        """Drop the originals of mails that have long been in their tickets."""
        get_param = self.env["ir.config_parameter"].sudo().get_param
        days = int(get_param(VACUUM_PARAMETER, 90))
        if days <= 0:
            return
        limit = fields.Datetime.now() - timedelta(days=days)
        old = self.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("res_field", "=", "raw"),
                ("create_date", "<", limit),
            ],
            limit=5000,
        )
        done = self.search(
            [("id", "in", old.mapped("res_id")), ("state", "=", "processed")]
        )
        old.filtered(lambda attachment: attachment.res_id in set(done.ids)).unlink()
