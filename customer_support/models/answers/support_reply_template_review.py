from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

_ACTIVITY = "mail.mail_activity_data_todo"


class SupportReplyTemplateReview(models.AbstractModel):
    """Who looks after a template, and what was decided about it."""

    _name = "support.reply.template.review"
    _description = "Review of a Reply Template"

    last_review_date = fields.Date("Last Review", readonly=True, copy=False)
    review_date = fields.Date(
        "Next Review",
        compute="_compute_review_date",
        help="The company's interval after the last review.",
    )
    is_review_due = fields.Boolean(
        "Review Due", compute="_compute_review_date", search="_search_is_review_due"
    )
    decision_ids = fields.One2many(
        "support.reply.decision", "template_id", "Decisions", readonly=True
    )

    @api.depends("last_review_date", "company_id.support_reply_review_days")
    def _compute_review_date(self):
        today = fields.Date.context_today(self)
        for template in self:
            days = timedelta(days=template._get_limits().review_days)
            last = template.last_review_date
            template.review_date = last + days if last else False
            template.is_review_due = not last or last + days < today

    def _search_is_review_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        due = Domain("last_review_date", "=", False)
        # How often a company reviews is no secret.
        for company_sudo in self.env.companies.sudo():
            since = today - timedelta(days=company_sudo.support_reply_review_days)
            own = Domain("company_id", "=", company_sudo.id)
            if company_sudo == self.env.company:
                own |= Domain("company_id", "=", False)
            due |= own & Domain("last_review_date", "<", since)
        return due

    # -- Reviewing ------------------------------------------------------------------
    def action_review(self):
        """Note that the template was looked at, and is fine as it is today.

        :raise AccessError: the user is neither its owner nor may he write it
        """
        for template in self:
            template.check_access("read")
            if template.owner_id != self.env.user:
                template.check_access("write")
            # The owner may be an agent; the date is the product's.
            template_sudo = template.sudo()
            template_sudo.last_review_date = fields.Date.context_today(self)
            template_sudo._log_decision("reviewed")
            template_sudo._get_review_activities().action_feedback()

    def _ensure_manager(self):
        """Refuse who may not decide about templates.

        :raise AccessError: the user is no manager
        """
        if not self.env.user.has_group(
            "customer_support.customer_support_group_manager"
        ):
            raise AccessError(self.env._("Only managers decide about templates."))
        self.check_access("write")

    def _log_decision(self, kind, reason=False, version=None, user=None):
        """Write down a decision with the figures of the version in use.

        :param str kind: see ``const.REPLY_DECISIONS``
        :param user: ``res.users`` who decided; an empty one: the product did
        """
        user = self.env.user if user is None else user
        vals_list = []
        for template in self:
            rate = template._get_closing_rate()
            vals_list.append(
                {
                    "template_id": template.id,
                    "version_id": (version or template.version_id).id,
                    "kind": kind,
                    "reason": reason,
                    "user_id": user.id,
                    "decided_count": rate.decided,
                    "closed_count": rate.closed,
                    "lower_bound": rate.lower,
                }
            )
        # Nobody writes decisions but the product; what is decided was checked.
        self.env["support.reply.decision"].sudo().create(vals_list)

    # -- The weekly review ----------------------------------------------------------
    @api.model
    def _cron_request_reviews(self):
        """Ask the owners to look at their templates, with the figures, every week."""
        domain = Domain("owner_id", "!=", False) & Domain("version_id", "!=", False)
        for template in self.search(domain):
            if template.owner_id.active and template._is_review_wanted():
                template._request_review()
                self.env["ir.cron"]._commit_progress(1)

    def _is_review_wanted(self):
        """Tell whether there is anything to look at: figures, or a due date."""
        figures = self._get_figures()
        return self.mode == "automatic" or bool(figures["uses"]) or self.is_review_due

    def _request_review(self):
        """Give the owner one activity; an open one gets the new figures."""
        template = self.with_context(lang=self.owner_id.lang)
        note = template._get_review_note()
        activities = self._get_review_activities()
        if activities:
            activities.note = note
            return
        self.activity_schedule(
            _ACTIVITY,
            user_id=self.owner_id.id,
            summary=template._get_review_summary(),
            note=note,
        )

    def _get_review_activities(self):
        return self.activity_ids.filtered(
            lambda activity: (
                activity.user_id == self.owner_id
                and activity.summary
                in {
                    self._get_review_summary(),
                    self.with_context(lang=self.owner_id.lang)._get_review_summary(),
                }
            )
        )

    def _get_review_summary(self):
        return self.env._("Weekly review of the reply template")

    def _get_review_note(self):
        figures = self._get_figures()
        rate = self._get_closing_rate()
        lines = [
            self.env._(
                "Used %(week)s times in the last 7 days, %(uses)s times in all; "
                "%(pending)s of them are still pending.",
                **figures,
            ),
            self.env._(
                "Closed the matter: %(closed)s of %(decided)s (%(rate)s %%, with "
                "certainty at least %(lower)s %%).",
                closed=rate.closed,
                decided=rate.decided,
                rate=round(rate.rate * 100),
                lower=round(rate.lower * 100),
            ),
            self.env._(
                "Asked again: %(question)s. Came back about it: %(repeat)s. "
                "Still open: %(open)s.",
                **figures,
            ),
        ]
        return Markup().join(Markup("<p>%s</p>") % line for line in lines)
