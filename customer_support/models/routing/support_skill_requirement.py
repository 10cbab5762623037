from dataclasses import dataclass

from odoo import api, fields, models

from ...const import SKILL_LEVELS
from ...logic.conditions import Conditions


@dataclass(frozen=True)
class Requirement:
    """A requirement as plain data."""

    skill_id: int
    level: int
    conditions: Conditions
    active: bool
    company_id: int | None


class SupportSkillRequirement(models.Model):
    """Which tickets need which skill. All that match count, of a skill the highest."""

    _name = "support.skill.requirement"
    _inherit = ["support.rule.mixin"]
    _description = "Need for a Skill"
    _order = "sequence, id"

    skill_id = fields.Many2one(
        "support.skill", required=True, index=True, ondelete="cascade"
    )
    level = fields.Selection(
        SKILL_LEVELS, "At Least", required=True, default="1", help="This or higher."
    )

    @api.model
    def _get_required_skills(self, records):
        """Return the skills that each record needs.

        :param records: recordset of a model with ``support.facts.mixin``
        :return: {record: {id of the skill: level from 1}}
        """
        needed = {}
        for company, group in records.grouped("company_id").items():
            requirements = self._get_definitions_of_company(company)
            names = {n for need in requirements for n in need.conditions.fact_names}
            facts = group._get_facts(names)
            for record in group:
                needed[record] = _get_highest(requirements, facts[record])
        return needed

    def _prepare_definition(self):
        return Requirement(
            skill_id=self.skill_id.id,
            level=int(self.level),
            conditions=self._prepare_conditions(),
            active=self.active and self.skill_id.active,
            company_id=self.company_id.id or None,
        )


def _get_highest(requirements, facts):
    skills = {}
    for need in requirements:
        if need.conditions.are_met(facts):
            skills[need.skill_id] = max(need.level, skills.get(need.skill_id, 0))
    return skills
