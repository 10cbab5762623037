from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

_REVIEW_DAYS = 180
_ARTICLES_PER_RUN = 500


class SupportArticleReview(models.AbstractModel):
    """An article stays true: its owner looks at it from time to time, and when what it
    tells about has changed.
    """

    _name = "support.article.review"
    _description = "Review of a Help Article"

    user_id = fields.Many2one(
        "res.users",
        "Owner",
        default=lambda self: self.env.user,
        index="btree_not_null",
        tracking=True,
        domain="[('share', '=', False)]",
        help="Looks at it again when it is time, or when something has changed.",
    )
    review_date = fields.Date("Next Review", tracking=True, copy=False)
    last_review_date = fields.Date("Last Reviewed", readonly=True, copy=False)
    is_overdue = fields.Boolean(
        "Review Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    is_review_asked = fields.Boolean(copy=False)
    stale_since = fields.Datetime(
        "Out of Date Since", readonly=True, copy=False, index="btree_not_null"
    )
    stale_reason = fields.Text("What Has Changed", readonly=True, copy=False)

    @api.depends("review_date", "state")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for article in self:
            date = article.review_date
            article.is_overdue = bool(
                article.state == "published" and date and date <= today
            )

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = Domain("state", "=", "published") & Domain(
            "review_date", "<=", fields.Date.context_today(self)
        )
        domains = {True: overdue, False: ~overdue}
        return Domain.OR(domains[bool(wanted)] for wanted in value)

    @api.model
    def _get_review_days(self):
        """Return after how many days a published article is looked at again."""
        key = "customer_support.article_review_days"
        # A period is no secret; only the table that holds it is.
        value = self.env["ir.config_parameter"].sudo().get_param(key) or ""
        return int(value) if value.isdecimal() and int(value) else _REVIEW_DAYS

    # -- Review ---------------------------------------------------------------------
    def action_confirm_review(self):
        """It is still right as it stands: its owner or a manager has looked."""
        for article in self:
            is_owner = article.user_id == self.env.user
            if not is_owner and not article.has_access("write"):
                raise UserError(
                    self.env._("Only its owner and managers review an article.")
                )
        self.check_access("read")
        published = self.filtered(lambda article: article.state == "published")
        published.activity_feedback(
            ["customer_support.mail_activity_type_review"],
            feedback=self.env._("Reviewed: still right."),
        )
        # Dates of reviews are written by reviewing only.
        for article_sudo in published.sudo():
            article_sudo.write(article_sudo._prepare_review_vals())

    # -- Something has changed ------------------------------------------------------
    def _mark_stale(self, reason):
        """Note that what the articles tell about has changed since they were reviewed.

        Their owners are asked once, however much changes before they look.

        :param str reason: in words, in the company's language
        """
        now = fields.Datetime.now()
        for article in self.filtered(lambda article: article.state == "published"):
            is_new = not article.stale_since
            lines = (article.stale_reason or "").splitlines()
            if reason not in lines:
                article.stale_reason = "\n".join([*lines[-9:], reason])
            if is_new:
                article.stale_since = now
                article._ask_for_review(reason)

    def _ask_for_review(self, note):
        for article in self:
            article.activity_schedule(
                "customer_support.mail_activity_type_review",
                note=note,
                user_id=(article.user_id or self.env.user).id,
            )

    @api.model
    def _cron_ask_for_reviews(self):
        """Ask the owners of articles whose review is due, once each."""
        domain = Domain("is_overdue", "=", True) & Domain("is_review_asked", "=", False)
        due = self.search(domain, limit=_ARTICLES_PER_RUN)
        for article in due.try_lock_for_update():
            article._ask_for_review(self.env._("It is time to read it again."))
            article.is_review_asked = True
            self.env["ir.cron"]._commit_progress(1)
        remaining = len(due) == _ARTICLES_PER_RUN and self.search_count(domain)
        self.env["ir.cron"]._commit_progress(remaining=remaining or 0)
