from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

_MAIL = "customer_support.wish_mail"
_DERIVED = {"told_date", "partner_id", "commercial_partner_id", "email_normalized"}


class SupportWishRequest(models.Model):
    """One customer who wants something, in his words; told of it once (S-101)."""

    _name = "support.wish.request"
    _description = "Request of a Customer"
    _order = "date desc, id desc"
    _rec_name = "ticket_id"
    _check_company_auto = True

    wish_id = fields.Many2one(
        "support.wish", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="wish_id.company_id", store=True, index=True)
    ticket_id = fields.Many2one(
        "support.ticket", index="btree_not_null", ondelete="cascade", check_company=True
    )
    answer_id = fields.Many2one(
        "survey.user_input",
        "Answer to a Question",
        index="btree_not_null",
        ondelete="cascade",
        help="In which he said so.",
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", readonly=True, index="btree_not_null"
    )
    commercial_partner_id = fields.Many2one(
        "res.partner", "Firm", readonly=True, index="btree_not_null"
    )
    email_normalized = fields.Char("Address", readonly=True)
    why = fields.Text(help="In the words of the customer.")
    date = fields.Date(required=True, default=fields.Date.context_today)
    told_date = fields.Datetime("Told On", readonly=True, copy=False)

    _ticket_uniq = models.UniqueIndex(
        "(wish_id, ticket_id) WHERE ticket_id IS NOT NULL",
        "This ticket has this wish already.",
    )

    @api.constrains("ticket_id", "answer_id")
    def _check_source(self):
        for request in self:
            if not request.ticket_id and not request.answer_id:
                raise ValidationError(
                    self.env._("A wish comes from a ticket or from an answer.")
                )

    # -- CRUD -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        self._ensure_follows(vals_list, _DERIVED)
        return super().create([self._prepare_create_vals(vals) for vals in vals_list])

    def write(self, vals):
        self._ensure_follows([vals], _DERIVED | {"ticket_id", "answer_id"})
        return super().write(vals)

    @api.model
    def _ensure_follows(self, vals_list, names):
        if not self.env.su and any(vals.keys() & names for vals in vals_list):
            raise AccessError(
                self.env._("Who asked and who was told follows from what happened.")
            )

    @api.model
    def _prepare_create_vals(self, vals):
        """Complete who asks. An anonymous answer has nobody behind it."""
        context = self.env.context
        answer_id = vals.get("answer_id", context.get("default_answer_id"))
        answer = self.env["survey.user_input"].browse(answer_id)
        ticket_id = vals.get("ticket_id", context.get("default_ticket_id"))
        ticket = self.env["support.ticket"].browse(ticket_id)
        ticket = ticket or answer.support_ticket_id
        return {
            **vals,
            "ticket_id": ticket.id,
            "answer_id": answer.id,
            "partner_id": ticket.partner_id.id,
            "commercial_partner_id": ticket.commercial_partner_id.id,
            "email_normalized": ticket.email_normalized,
            "told_date": False,
        }

    # -- Telling --------------------------------------------------------------------
    def action_tell(self):
        """Tell these customers that their wish has come true; each once.

        :raise UserError: it is not there, or there are no words for it
        """
        self.check_access("write")
        return self._tell_and_say_how_many()

    def _tell_and_say_how_many(self):
        told = self._tell(fields.Datetime.now())
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if told else "warning",
                "message": self.env._(
                    "%(told)s told. Nobody is told twice; who has no address or wants "
                    "no mail is left in peace.",
                    told=told,
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _tell(self, now):
        """Write to those who were not told yet, one mail to each address.

        :return: how many mails
        """
        wishes = self.wish_id
        wishes._ensure_can_be_told()
        # Two who press at once, for one customer with two tickets: one mail.
        wishes.lock_for_update(allow_referencing=True)
        self.invalidate_model(["told_date"])
        count = 0
        # That somebody was told is written by the product only.
        for wish, requests_sudo in self.sudo().grouped("wish_id").items():
            told = {
                request.email_normalized
                for request in wish.sudo().request_ids
                if request.told_date
            }
            for request_sudo in requests_sudo._filter_reachable(told):
                request_sudo._send_news()
                count += 1
                told.add(request_sudo.email_normalized)
            reached = requests_sudo.filtered(
                lambda r, told=told: not r.told_date and r.email_normalized in told
            )
            reached.write({"told_date": now})
        return count

    def _filter_reachable(self, told):
        """Return one request for each address that may be written to."""
        addresses = set(filter(None, self.mapped("email_normalized"))) - told
        blacklist = self.env["mail.blacklist"].search([("email", "in", [*addresses])])
        addresses -= set(blacklist.mapped("email"))
        willing = self.filtered(
            lambda r: (
                r.email_normalized in addresses
                and not r.partner_id.support_feedback_declined
            )
        )
        firsts = willing.grouped("email_normalized").values()
        return self.browse([requests[:1].id for requests in firsts])

    def _send_news(self):
        """Put the mail into the queue, in the language of the customer."""
        lang = self.partner_id.lang or self.env.lang
        request = self.with_context(lang=lang)
        ticket = request.ticket_id
        values = {
            "ticket": ticket,
            "greeting": ticket._get_greeting_name(),
            "answer": request.wish_id.answer,
        }
        rendered = {
            "subject": request.env._("[%(number)s] Your wish", number=ticket.number),
            "body_html": request.env["ir.qweb"]._render(
                _MAIL, values, minimal_qcontext=True
            ),
        }
        vals = ticket._prepare_automatic_mail_vals(rendered)
        references = ticket._get_last_message_id()
        self.env["mail.mail"].create({**vals, "references": references})
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger_with_commit()
