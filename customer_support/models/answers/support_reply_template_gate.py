from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...logic.automation_gate import (
    Evidence,
    Limits,
    Recent,
    get_demotion,
    get_refusals,
)
from ...logic.reply_variables import is_private

# Nobody can fill these in without an agent.
_UNFIT_VARIABLES = frozenset({"agent.name"})


class SupportReplyTemplateGate(models.AbstractModel):
    """From a template to an automatic answer, on evidence only, and back."""

    _name = "support.reply.template.gate"
    _description = "Gate to Automatic Answers"

    automatic_lang_ids = fields.Many2many(
        "res.lang",
        "support_reply_template_automatic_lang_rel",
        string="Automatic In",
        readonly=True,
        copy=False,
        help="The languages whose text has earned it. Other customers are answered by "
        "people.",
    )
    rule_ids = fields.One2many(
        "support.reply.rule", "template_id", "Answers by Itself", copy=False
    )
    can_be_automated = fields.Boolean(compute="_compute_gate")
    gate_text = fields.Text("Why Not Automatic", compute="_compute_gate")

    @api.depends("mode", "version_id", "rule_ids", "last_review_date", "company_id")
    @api.depends_context("lang")
    def _compute_gate(self):
        for template in self:
            verdicts = template._get_gate_verdicts()
            passed = any(not refusals for refusals in verdicts.values())
            template.can_be_automated = passed and template.mode != "automatic"
            template.gate_text = template._get_gate_text(verdicts)

    # -- The gate -------------------------------------------------------------------
    def _get_limits(self):
        """Return what the company asks; the one of the user for shared templates."""
        # What a company asks of its templates is no secret.
        company_sudo = (self.company_id or self.env.company).sudo()
        return Limits(
            min_uses=company_sudo.support_reply_min_uses,
            threshold=company_sudo.support_reply_threshold / 100,
            lower_threshold=company_sudo.support_reply_lower_threshold / 100,
            review_days=company_sudo.support_reply_review_days,
            recent_uses=company_sudo.support_reply_recent_uses,
        )

    def _get_gate_verdicts(self):
        """Return what speaks against automation, by language of the version in use.

        :return: {``res.lang``: list of ``logic.automation_gate.Refusal``}
        """
        self.ensure_one()
        limits = self._get_limits()
        today = fields.Date.context_today(self)
        counts = self._count_evidence()
        return {
            text.lang_id: get_refusals(
                self._get_evidence(text, counts.get(text.lang_id.id, {})),
                limits,
                today,
            )
            for text in self.version_id.text_ids
        }

    def _get_evidence(self, text, counts):
        pending = counts.get("pending", 0)
        unfit = _UNFIT_VARIABLES.intersection(text._get_variables())
        return Evidence(
            closed=counts.get("closed", 0),
            decided=sum(counts.values()) - pending,
            pending=pending,
            reviewed_on=self.last_review_date or None,
            is_published=text.version_id.state == "published",
            has_rules=bool(self.rule_ids) and bool(self.company_id),
            unfit_variables=tuple(sorted(unfit)),
        )

    def _count_evidence(self):
        """Return {id of the language: {outcome: uses}} of the template's company."""
        # Figures, for whoever may read the template; never the tickets behind them.
        groups = (
            self.env["support.reply.report"]
            .sudo()
            ._read_group(
                self._get_evidence_domain()
                & Domain("company_id", "=", self.company_id.id),
                ["lang_id", "outcome"],
                ["__count"],
            )
        )
        counts = {}
        for lang, outcome, count in groups:
            counts.setdefault(lang.id, {})[outcome] = count
        return counts

    def action_automate(self):
        """Let the template answer by itself, in the languages that have earned it.

        :raise UserError: none of them has; says why
        """
        self.ensure_one()
        self._ensure_manager()
        # Two managers, or one and a use that becomes a failure: one after the other.
        self.lock_for_update(allow_referencing=True)
        verdicts = self._get_gate_verdicts()
        passed = [lang.id for lang, refusals in verdicts.items() if not refusals]
        if not passed or self.purpose != "answer" or not self.active:
            raise UserError(
                self._get_gate_text(verdicts)
                or self.env._("Only an active answer can be automatic.")
            )
        # The mode is the product's; rights and gate were checked.
        self.sudo().write({"mode": "automatic", "automatic_lang_ids": [(6, 0, passed)]})
        self._log_decision("automated", self._get_gate_text(verdicts))

    def action_suggest(self):
        """Let people use it, suggested where it fits; no longer by itself."""
        self._set_mode("suggested", "suggested")

    def action_hide(self):
        """Let people find it by search only."""
        self._set_mode("manual", "hidden")

    def _set_mode(self, mode, kind, reason=False, user=None):
        """Move to any mode but "automatic", and write it down."""
        if user is None:
            self._ensure_manager()
        changed = self.filtered(lambda template: template.mode != mode)
        # The mode is the product's; rights were checked above.
        changed.sudo().write({"mode": mode, "automatic_lang_ids": [(5, 0, 0)]})
        changed._log_decision(kind, reason, user=user)

    def write(self, vals):
        result = super().write(vals)
        if vals.get("active") is False or "purpose" in vals:
            self._withdraw_if_automatic(
                self.env._("The template was archived or serves another purpose.")
            )
        return result

    def _withdraw_if_automatic(self, reason):
        """Take automation back, by the product; its people go on using the template."""
        automatic = self.filtered(lambda template: template.mode == "automatic")
        if automatic:
            nobody = self.env["res.users"]
            automatic._set_mode("suggested", "withdrawn", reason, user=nobody)

    def _on_rules_changed(self):
        """What was approved was the template with the rules that it had."""
        self._withdraw_if_automatic(self.env._("What it may answer has changed."))

    def _get_automatic_problems(self, ticket, is_proven=True):
        """Return why the template cannot answer a ticket by itself, in words.

        :param bool is_proven: the sender is certainly the customer
        """
        self.ensure_one()
        text, is_fallback = self._choose_text(
            ticket._get_reply_language(), ticket._get_company_language()
        )
        if not text or is_fallback:
            return [self.env._("There is no text in the language of the customer.")]
        if not is_proven and is_private(text._get_variables()):
            return [
                self.env._(
                    "Nothing proves who wrote, and the text says something of the "
                    "customer's own matters."
                )
            ]
        return list(text._render(ticket).problems)

    # -- Watching -------------------------------------------------------------------
    @api.model
    def _cron_watch_automatic(self):
        """Take back what no longer closes, and tell its owner."""
        for template in self.search([("mode", "=", "automatic")]):
            refusal = get_demotion(template._get_recent(), template._get_limits())
            if refusal and template.try_lock_for_update(allow_referencing=True):
                template._withdraw(refusal)
            self.env["ir.cron"]._commit_progress(1)

    def _withdraw(self, refusal):
        person = self.owner_id or self.env["res.users"]
        reason = self.with_context(lang=person.lang or self.env.lang)._get_refusal_text(
            refusal
        )
        self._withdraw_if_automatic(reason)
        if person.active:
            self.activity_schedule(
                "mail.mail_activity_data_warning",
                user_id=person.id,
                summary=self.env._("No longer answers by itself"),
                note=reason,
            )

    def _get_recent(self):
        """Return ``logic.automation_gate.Recent`` of the newest automatic uses."""
        self.ensure_one()
        reports = self.env["support.reply.report"].search(
            Domain("template_id", "=", self.id)
            & Domain("version_id", "=", self.version_id.id)
            & Domain("is_automatic", "=", True)
            & Domain("date", ">=", self._get_automated_since()),
            order="date desc, id desc",
            limit=self._get_limits().recent_uses,
        )
        decided = reports.filtered(lambda report: report.outcome != "pending")
        return Recent(
            uses=len(reports),
            failed=len(reports.filtered("has_failed")),
            closed=len(decided.filtered(lambda report: report.outcome == "closed")),
            decided=len(decided),
            score=self._get_score_of_customers(reports.ticket_id),
        )

    def _get_automated_since(self):
        """Return since when it is automatic: what was before has been judged."""
        decisions = self.decision_ids.filtered(lambda d: d.kind == "automated")
        return max(decisions.mapped("date"), default=self.create_date)

    @api.model
    def _get_score_of_customers(self, tickets):
        """Return the mean score of tickets, 0 to 1, None without any. Hook."""
        return None

    # -- In words -------------------------------------------------------------------
    def _get_gate_text(self, verdicts):
        """Return in words what is missing, a line per language and reason."""
        if not self.version_id:
            return self.env._("No version has been published yet.")
        if not self.company_id:
            return self.env._(
                "The template is shared by all companies. Give it the company whose "
                "customers it shall answer."
            )
        return "\n".join(
            f"{lang.name}: {self._get_refusal_text(refusal)}"
            for lang, refusals in verdicts.items()
            for refusal in refusals
        )

    @api.model
    def _get_refusal_text(self, refusal):
        figures = {
            name: round(value * 100) if isinstance(value, float) else value
            for name, value in refusal.figures.items()
        }
        write = {
            "unpublished": self._get_unpublished_text,
            "no_rules": self._get_no_rules_text,
            "variables": self._get_variables_text,
            "few_uses": self._get_few_uses_text,
            "low_rate": self._get_low_rate_text,
            "low_score": self._get_low_score_text,
            "old_review": self._get_old_review_text,
        }
        return write[refusal.reason](**figures)

    def _get_unpublished_text(self):
        return self.env._("No version has been published yet.")

    def _get_no_rules_text(self):
        return self.env._("No rule says which tickets it may answer.")

    def _get_variables_text(self, names):
        return self.env._("Nobody can fill in %(names)s by himself.", names=names)

    def _get_few_uses_text(self, decided, pending, needed):
        return self.env._(
            "%(decided)s counted uses of at least %(needed)s; %(pending)s are pending.",
            decided=decided,
            pending=pending,
            needed=needed,
        )

    def _get_low_rate_text(self, rate, needed, lower=None):
        if lower is None:
            return self.env._(
                "It closes %(rate)s %% of its tickets of late; at least %(needed)s %% "
                "are asked for.",
                rate=rate,
                needed=needed,
            )
        return self.env._(
            "It closes %(rate)s %%, with certainty only %(lower)s %%; more than "
            "%(needed)s %% are asked for.",
            rate=rate,
            lower=lower,
            needed=needed,
        )

    def _get_low_score_text(self, score, needed):
        return self.env._(
            "Customers score it %(score)s %%; at least %(needed)s %% are asked for.",
            score=score,
            needed=needed,
        )

    def _get_old_review_text(self, days):
        return self.env._("It was not reviewed in the last %(days)s days.", days=days)
