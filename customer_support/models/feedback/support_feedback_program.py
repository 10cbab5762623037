from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...const import FEEDBACK_EVENTS, FEEDBACK_METRICS
from ...logic.conditions import get_fact_names
from ...logic.feedback_rules import Program, find_program

# Fields that name one program's questions and answers for good.
_FIXED = ("metric", "is_anonymous", "survey_id")


class SupportFeedbackProgram(models.Model):
    """What is asked, after what, of whom: in order, the first that matches asks."""

    _name = "support.feedback.program"
    _inherit = ["support.rule.mixin", "support.feedback.program.survey"]
    _description = "Feedback Program"

    metric = fields.Selection(
        FEEDBACK_METRICS,
        required=True,
        default="csat",
        help="Satisfaction: one to five. Effort: how easy it was, one to seven. "
        "Recommendation: zero to ten. An own survey opens the page of that survey.",
    )
    event = fields.Selection(
        FEEDBACK_EVENTS, "Asks After", required=True, default="solved"
    )
    delay_hours = fields.Float(
        default=24,
        help="So long after it; a ticket that comes back is not asked about.",
    )
    start_date = fields.Datetime(
        required=True,
        default=fields.Datetime.now,
        help="What ended earlier is never asked about.",
    )
    sampling_percent = fields.Integer(
        "Sample (%)", default=100, help="So many of a hundred customers are asked."
    )
    rest_days = fields.Integer(
        "Rest (Days)",
        default=30,
        help="Nobody is asked again so soon, whatever program asked him. 0: no rest.",
    )
    open_days = fields.Integer(
        "Open (Days)", default=28, help="So long the link of the mail can be answered."
    )
    reminder_days = fields.Integer(
        "Reminder After (Days)", help="One reminder at most. 0: none."
    )
    is_anonymous = fields.Boolean(
        "Anonymous",
        help="An answer keeps neither customer nor ticket, agent, team nor day: it "
        "cannot be followed up, and nobody can find out whose it is.",
    )
    # What a low and a high score lead to
    followup_hours = fields.Float(
        "Follow Up Within (Hours)",
        default=8,
        help="Working hours of the team in which a low score is followed up.",
    )
    followup_user_id = fields.Many2one(
        "res.users",
        "Followed Up By",
        domain=[("share", "=", False)],
        help="Empty: the leader of the team.",
    )
    review_url = fields.Char(
        "Page for Reviews",
        help="Customers who give a high score are invited to write here.",
    )
    review_rest_days = fields.Integer(
        "Invited to a Review Every (Days)", default=180, help="At most."
    )
    invitation_count = fields.Integer(compute="_compute_invitation_count")

    @api.depends_context("uid")
    def _compute_invitation_count(self):
        counts = dict(
            self.env["support.feedback.invitation"]._read_group(
                [("program_id", "in", self.ids), ("state", "=", "sent")],
                ["program_id"],
                ["__count"],
            )
        )
        for program in self:
            program.invitation_count = counts.get(program, 0)

    # -- Guards ---------------------------------------------------------------------
    @api.constrains("sampling_percent", "delay_hours", "open_days", "reminder_days")
    def _check_numbers(self):
        for program in self:
            if not 0 <= program.sampling_percent <= 100:
                raise ValidationError(self.env._("A sample is 0 to 100 %."))
            if program.delay_hours < 0 or program.reminder_days < 0:
                raise ValidationError(self.env._("A delay cannot be negative."))
            if program.open_days < 1:
                raise ValidationError(
                    self.env._("A question stays open for a day at least.")
                )
            if program.reminder_days >= program.open_days:
                raise ValidationError(
                    self.env._("The reminder has to come before the question closes.")
                )

    @api.constrains("rest_days", "review_rest_days", "followup_hours")
    def _check_rests(self):
        for program in self:
            numbers = (
                program.rest_days,
                program.review_rest_days,
                program.followup_hours,
            )
            if min(numbers) < 0:
                raise ValidationError(self.env._("A time cannot be negative."))

    @api.constrains("review_url")
    def _check_review_url(self):
        for program in self.filtered("review_url"):
            if not program.review_url.startswith("https://"):
                raise ValidationError(
                    self.env._("The page for reviews begins with https://.")
                )

    @api.constrains("allows_more", "survey_id", "metric")
    def _check_survey(self):
        for program in self:
            if program.metric == "own" and not program.survey_id:
                raise ValidationError(self.env._("Choose the survey that is asked."))
            if program.metric == "own" and program.is_anonymous:
                raise ValidationError(
                    self.env._(
                        "An own survey cannot be anonymous: its page keeps when it was "
                        "answered."
                    )
                )
        self._check_question_count()

    # -- CRUD -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        programs = super().create(vals_list)
        for program in programs:
            if program.metric != "own":
                program._create_survey()
        return programs

    def write(self, vals):
        if vals.keys() & set(_FIXED):
            self._check_not_asked(vals)
        result = super().write(vals)
        if "metric" in vals:
            for program in self.filtered(lambda p: p.metric != "own"):
                program._create_survey()
        return result

    def _check_not_asked(self, vals):
        """Answers to one question are never counted as answers to another."""
        invitations_sudo = self.env["support.feedback.invitation"].sudo()
        for program in self:
            is_changed = any(
                name in vals and (vals[name] or False) != program._get_plain(name)
                for name in _FIXED
            )
            if is_changed and invitations_sudo.search_count(
                [("program_id", "=", program.id)], limit=1
            ):
                raise ValidationError(
                    self.env._(
                        "Program “%(program)s” has asked customers already. Archive it "
                        "and make a new one: its answers stay what they are.",
                        program=program.name,
                    )
                )

    def _get_plain(self, name):
        value = self[name]
        return (value.id if isinstance(value, models.BaseModel) else value) or False

    # -- Matching -------------------------------------------------------------------
    def _prepare_definition(self):
        return Program(
            id=self.id,
            conditions=self._prepare_conditions(),
            event=self.event,
            active=self.active,
            company_id=self.company_id.id or None,
            start_date=self.start_date,
        )

    @api.model
    def _find_for_tickets(self, tickets_sudo, event, now):
        """Return which program asks about each ticket: {ticket: program in sudo}.

        :param str event: see ``const.FEEDBACK_EVENTS``
        :param datetime now: naive UTC; when it happened
        """
        found = {}
        for company, own in tickets_sudo.grouped("company_id").items():
            definitions = [
                definition
                for definition in self._get_definitions_of_company(company)
                if definition.event == event
            ]
            if not definitions:
                continue
            facts = own._get_facts(get_fact_names(definitions))
            for ticket in own:
                program = find_program(definitions, event, facts[ticket], now)
                if program:
                    found[ticket] = self.sudo().browse(program.id)
        return found

    # -- Actions --------------------------------------------------------------------
    def action_open_questions(self):
        """Open the survey, to change what is asked."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Questions"),
            "res_model": "survey.survey",
            "res_id": self.survey_id.id,
            "views": [(False, "form")],
        }

    def action_open_answers(self):
        """Open the invitations and what came back."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_feedback_report_action"
        )
        return {**action, "domain": [("program_id", "=", self.id)]}
