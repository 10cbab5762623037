from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import plaintext2html

from ...const import FEEDBACK_BANDS, REVIEW_KINDS, REVIEW_PLACES
from ...logic.satisfaction import SCALES


class SupportPublicReview(models.Model):
    """What somebody wrote about us where everybody reads it, as a case (S-100)."""

    _name = "support.public.review"
    _description = "Public Review"
    _order = "published_date desc, id desc"
    _rec_name = "link"
    _check_company_auto = True

    ticket_id = fields.Many2one(
        "support.ticket",
        index=True,
        ondelete="cascade",
        check_company=True,
        help="The case. Empty: a new one is opened.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    partner_id = fields.Many2one(related="ticket_id.partner_id", string="Customer")
    user_id = fields.Many2one(related="ticket_id.user_id", string="Agent")
    stage_kind = fields.Selection(related="ticket_id.stage_kind")
    # What was written, and where
    kind = fields.Selection(REVIEW_KINDS, required=True, default="review")
    place = fields.Selection(REVIEW_PLACES, required=True, default="trustpilot")
    place_name = fields.Char("Name of the Place", help="e.g. which marketplace")
    link = fields.Char("Public Link", required=True)
    author = fields.Char(help="As it is signed there.")
    published_date = fields.Date(
        "Published On", required=True, default=fields.Date.context_today
    )
    mark = fields.Integer("Score", help="1 to 5; 0: none.", aggregator=None)
    band = fields.Selection(
        FEEDBACK_BANDS, "Kind of Score", compute="_compute_band", store=True
    )
    text = fields.Text("What Was Written")
    # What we answered there
    answer = fields.Text("Our Public Answer")
    answered_date = fields.Datetime(
        "Answered On",
        compute="_compute_answered_date",
        store=True,
        readonly=False,
        help="Written when the answer is noted; correct it if it was earlier.",
    )
    answer_days = fields.Float(
        "Days to Our Answer",
        compute="_compute_answer_days",
        store=True,
        aggregator="avg",
    )

    _mark_range = models.Constraint(
        "CHECK (mark BETWEEN 0 AND 5)", "A score is 1 to 5, or 0 for none."
    )
    _link_uniq = models.UniqueIndex(
        "(company_id, link)", "This review has been logged already."
    )

    @api.depends("mark")
    def _compute_band(self):
        for review in self:
            band = SCALES["csat"].get_band(review.mark)
            review.band = band if review.mark else False

    @api.depends("answer")
    def _compute_answered_date(self):
        now = fields.Datetime.now()
        for review in self:
            date = review.answered_date or now
            review.answered_date = review.answer and date

    @api.depends("answered_date", "published_date")
    def _compute_answer_days(self):
        for review in self:
            answered = review.answered_date
            start = fields.Datetime.to_datetime(review.published_date)
            days = answered and max((answered - start).total_seconds() / 86400, 0)
            review.answer_days = days or 0

    @api.depends("place", "place_name", "mark")
    @api.depends_context("lang")
    def _compute_display_name(self):
        places = dict(self._fields["place"]._description_selection(self.env))
        for review in self:
            where = review.place_name or places.get(review.place) or ""
            review.display_name = review._name_with_mark(where)

    def _name_with_mark(self, where):
        if not self.mark:
            return where
        return self.env._("%(place)s: %(mark)s of 5", place=where, mark=self.mark)

    @api.constrains("link")
    def _check_link(self):
        for review in self:
            parts = urlsplit(review.link or "")
            if parts.scheme not in ("http", "https") or not parts.netloc:
                raise ValidationError(
                    self.env._("The public link begins with http:// or https://.")
                )

    # -- CRUD -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """Log reviews; whoever has no case yet gets one."""
        return super().create([self._prepare_create_vals(vals) for vals in vals_list])

    @api.model
    def _prepare_create_vals(self, vals):
        ticket = self.env["support.ticket"].browse(
            vals.get("ticket_id") or self.env.context.get("default_ticket_id")
        )
        ticket = ticket or ticket.create(self._prepare_ticket_vals(vals))
        return {**vals, "ticket_id": ticket.id, "company_id": ticket.company_id.id}

    @api.model
    def _prepare_ticket_vals(self, vals):
        review = self.new(vals)
        company = self.env.company
        channel = self.env["support.channel"]._get_by_kind("social", company)
        return {
            "name": self.env._("Public review, %(where)s", where=review.display_name),
            "description": plaintext2html(f"{review.text or ''}\n{review.link}"),
            "channel_id": channel.id,
            "user_id": self.env.uid,
        }

    def action_open_ticket(self):
        """Open the case."""
        self.ensure_one()
        return self.ticket_id._get_records_action()
