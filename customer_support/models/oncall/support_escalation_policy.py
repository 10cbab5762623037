from datetime import timedelta

from odoo import api, fields, models

from ...logic.escalation import Policy


class SupportEscalationPolicy(models.Model):
    """Who is called one after the other until somebody answers.

    An alert keeps the policy as it was when it was raised: editing it touches none.
    """

    _name = "support.escalation.policy"
    _description = "Escalation Policy"
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    step_ids = fields.One2many(
        "support.escalation.step", "policy_id", "Steps", copy=True
    )
    repeat_count = fields.Integer(
        "Repeat All Steps",
        help="How often all steps come again before the support managers are called.",
    )
    raise_again_minutes = fields.Integer(
        "Call the Managers Every (Minutes)",
        default=15,
        help="When everybody was called in vain, the support managers are called so "
        "often until somebody answers.",
    )
    resolve_minutes = fields.Integer(
        "Resolve Within (Minutes)",
        help="An acknowledged alert that is not resolved by then begins again with the "
        "first step. 0: no limit.",
    )
    summary = fields.Text("What Happens", compute="_compute_summary")

    _repeat_count_range = models.Constraint(
        "CHECK (repeat_count BETWEEN 0 AND 9)", "Steps can be repeated up to 9 times."
    )
    _raise_again_positive = models.Constraint(
        "CHECK (raise_again_minutes > 0)",
        "The support managers are called again after a minute at least.",
    )
    _resolve_minutes_positive = models.Constraint(
        "CHECK (resolve_minutes >= 0)", "The time to resolve cannot be negative."
    )

    # -- In words -------------------------------------------------------------------
    @api.depends(
        "step_ids",
        "step_ids.sequence",
        "step_ids.delay",
        "step_ids.target_words",
        "repeat_count",
        "raise_again_minutes",
        "resolve_minutes",
    )
    def _compute_summary(self):
        for policy in self:
            policy.summary = "\n".join(policy._get_sentences())

    def _get_sentences(self):
        """Return what happens, one sentence a line."""
        self.ensure_one()
        steps = self.step_ids.sorted(lambda step: step.sequence)
        sentences, when = [], self.env._("At once")
        for step in steps:
            sentences.append(f"{when}: {step.target_words}.")
            when = self.env._("After %(minutes)s minutes", minutes=step.delay)
        if steps and self.repeat_count:
            sentences.append(self._get_repeat_sentence(when))
        return [*sentences, *self._get_end_sentences(when)]

    def _get_repeat_sentence(self, when):
        if self.repeat_count == 1:
            return self.env._("%(when)s: all of it once more.", when=when)
        return self.env._(
            "%(when)s: all of it %(count)s times more.",
            when=when,
            count=self.repeat_count,
        )

    def _get_end_sentences(self, when):
        yield self.env._(
            "%(when)s: the support managers, every %(minutes)s minutes until somebody "
            "answers.",
            when=self.env._("In the end") if self.repeat_count else when,
            minutes=self.raise_again_minutes,
        )
        if self.resolve_minutes:
            yield self.env._(
                "Whoever answers has %(minutes)s minutes to resolve it. Then it begins "
                "again.",
                minutes=self.resolve_minutes,
            )

    # -- As plain data --------------------------------------------------------------
    def _get_definition(self):
        """Return the policy as ``logic.escalation.Policy``; of none: without steps."""
        if not self:
            return Policy()
        within = self.resolve_minutes
        return Policy(
            steps=tuple(step._get_definition() for step in self.step_ids),
            repeat=self.repeat_count,
            raise_again=timedelta(minutes=self.raise_again_minutes),
            resolve_within=timedelta(minutes=within) if within else None,
        )
