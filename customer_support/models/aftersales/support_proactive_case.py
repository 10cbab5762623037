from odoo import api, fields, models, tools
from odoo.fields import Domain

from ...const import (
    OPEN_KINDS,
    PROACTIVE_EVENTS,
    PROACTIVE_OBSTACLES,
    PROACTIVE_STATES,
)
from ...logic.proactive import Known, decide

# No program answers, and no vacation notice comes back.
_HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


class SupportProactiveCase(models.Model):
    """One document of which the customer or the team was told, or why not.

    Mail templates of proactive rules are written on these records.
    """

    _name = "support.proactive.case"
    _description = "Told Before Asked"
    _order = "id desc"
    _rec_name = "document_name"

    rule_id = fields.Many2one(
        "support.proactive.rule", readonly=True, index=True, ondelete="set null"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    event = fields.Selection(PROACTIVE_EVENTS, required=True, readonly=True)
    # Of what
    res_model = fields.Char("Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Document ID", model_field="res_model", required=True, readonly=True
    )
    document_name = fields.Char("Document", readonly=True)
    order_id = fields.Many2one(
        "sale.order", readonly=True, index="btree_not_null", ondelete="set null"
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", readonly=True, index=True, ondelete="cascade"
    )
    planned_date = fields.Datetime(readonly=True)
    expected_date = fields.Datetime(readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount = fields.Monetary(readonly=True)
    # What was done
    state = fields.Selection(
        PROACTIVE_STATES, required=True, readonly=True, default="done", index=True
    )
    obstacle = fields.Selection(PROACTIVE_OBSTACLES, readonly=True)
    error = fields.Char(readonly=True)
    ticket_id = fields.Many2one(
        "support.ticket", readonly=True, index="btree_not_null", ondelete="set null"
    )
    lang = fields.Char("Language", readonly=True)
    subject = fields.Char(readonly=True)
    body = fields.Html("Mail", readonly=True)

    _document_uniq = models.UniqueIndex(
        "(event, res_model, res_id)", "The customer was told of it already."
    )

    # -- Acting ---------------------------------------------------------------------
    def _act(self):
        """Do what the rule says, unless something speaks against it."""
        self.ensure_one()
        decision = decide(self.rule_id.action, self._get_known())
        self.obstacle = decision.obstacle
        if decision.opens_ticket:
            self._open_ticket()
        if decision.writes:
            self._write_to_customer()
        if not (decision.writes or decision.opens_ticket):
            self.state = "skipped"

    def _get_known(self):
        address = self._get_address()
        blacklist = self.env["mail.blacklist"]
        return Known(
            has_open_ticket=self._has_open_ticket(),
            has_address=bool(address),
            has_declined=bool(
                address and blacklist.search_count([("email", "=", address)], limit=1)
            ),
        )

    def _has_open_ticket(self):
        """Tell whether somebody deals with the order already.

        The ticket that a refund belongs to is no such: the customer waits on it.
        """
        domain = Domain("stage_kind", "in", OPEN_KINDS) & Domain(
            "sale_order_id", "=", self.order_id.id
        )
        domain &= Domain("id", "!=", self.ticket_id.id)
        tickets = self.env["support.ticket"]
        return bool(self.order_id and tickets.search_count(domain, limit=1))

    def _get_address(self):
        return tools.email_normalize(self.partner_id.email)

    # -- Ticket ---------------------------------------------------------------------
    def _open_ticket(self):
        """Give the team a ticket, or something to do on the one that is there."""
        team = self.rule_id.team_id
        case = self.with_context(lang=self.company_id.partner_id.lang or self.env.lang)
        if self.ticket_id:
            user = self.ticket_id.user_id or team.leader_id
            self.ticket_id.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=user.id or self.env.uid,
                summary=case._get_title(),
            )
            return
        self.ticket_id = self.env["support.ticket"].create(
            {
                "name": case._get_title(),
                "description": case._get_facts_in_words(),
                "partner_id": self.partner_id.id,
                "team_id": team.id,
                "category_id": self.rule_id.category_id.id,
                "sale_order_id": self.order_id.id,
                "picking_ids": [(6, 0, self._get_pickings().ids)],
            }
        )

    def _get_pickings(self):
        pickings = self.env["stock.picking"]
        is_picking = self.res_model == pickings._name
        return pickings.browse(self.res_id) if is_picking else pickings

    def _get_title(self):
        labels = dict(self._fields["event"]._description_selection(self.env))
        return f"{labels[self.event]}: {self.document_name}"

    def _get_facts_in_words(self):
        """Return what the team should know; nobody has written yet."""
        values = {
            "document": self.document_name,
            "order": self.order_id.name or "",
            "since": tools.format_date(self.env, self.planned_date),
        }
        if self.event in ("late_transfer", "backorder"):
            return self.env._(
                "%(document)s of order %(order)s was planned for %(since)s and has not "
                "left. The customer has not asked yet.",
                **values,
            )
        return self.env._(
            "%(document)s of order %(order)s waits since %(since)s. The customer has "
            "not asked yet.",
            **values,
        )

    # -- Mail -----------------------------------------------------------------------
    def _write_to_customer(self):
        """Put the mail into the queue, in the customer's language."""
        lang = self.partner_id.lang or self.company_id.partner_id.lang or self.env.lang
        template = self.rule_id.template_id.with_context(lang=lang)
        rendered = {
            name: template._render_field(name, self.ids)[self.id]
            for name in ("subject", "body_html")
        }
        subject = " ".join((rendered["subject"] or "").split())
        self.write({"lang": lang, "subject": subject, "body": rendered["body_html"]})
        rendered["subject"] = subject
        self.env["mail.mail"].create(self._prepare_mail_vals(rendered))
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger_with_commit()

    def _prepare_mail_vals(self, rendered):
        """Return the mail: on the ticket if there is one, else answers make one."""
        if self.ticket_id:
            vals = self.ticket_id._prepare_automatic_mail_vals(rendered)
            return {**vals, "headers": repr(_HEADERS), "email_to": self._get_address()}
        team = self.rule_id.team_id
        address = team.alias_email or self.company_id.email
        sender = address and tools.formataddr((team.name, address))
        return {
            **rendered,
            "email_from": sender or self.env.user.email_formatted,
            "email_to": self._get_address(),
            "reply_to": sender or False,
            "headers": repr(_HEADERS),
            "auto_delete": False,
        }

    @api.model
    def _get_portal_url(self):
        """Return the page of the order, for templates."""
        return self.order_id.get_portal_url() if self.order_id else "/my"

    def action_open_ticket(self):
        """Open the ticket that was made."""
        self.ensure_one()
        return self.ticket_id._get_records_action()
