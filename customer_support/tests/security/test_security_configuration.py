from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ROLES, SecurityCommon

READ, ALL = "r", "rwcd"
OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}

# What each role may do with a model as such; record rules come on top. A role that
# is not named may nothing.
MODELS = {
    "support.absence.plan": {"agent_own": "rw"},
    "support.account.event": {"manager": READ},
    "support.alert": {"outsider": READ},
    "support.alert.event": {"outsider": READ},
    "support.alert.hand.over": {"outsider": ALL},
    "support.alert.notification": {"manager": READ},
    "support.alert.raise": {"agent_own": ALL},
    "support.article": {"collaborator": READ, "agent_own": "rwc", "manager": ALL},
    "support.article.category": {"collaborator": READ, "manager": ALL},
    "support.article.day": {"agent": READ},
    "support.article.query": {"agent": READ},
    "support.article.text": {"collaborator": READ, "agent_own": ALL},
    "support.article.view": {"manager": READ},
    "support.article.vote": {"agent_own": READ, "manager": "rd"},
    "support.article.word": {"manager": READ},
    "support.assignment": {"collaborator": READ},
    "support.category": {"collaborator": READ, "manager": ALL},
    "support.channel": {"collaborator": READ, "manager": ALL},
    "support.escalation.policy": {"collaborator": READ, "manager": ALL},
    "support.escalation.step": {"collaborator": READ, "manager": ALL},
    "support.extra.hours": {"collaborator": READ, "manager": ALL},
    "support.feedback.followup": {"agent_own": "rw", "manager": "rwd"},
    "support.feedback.invitation": {"manager": "rd"},
    "support.feedback.program": {"manager": ALL},
    "support.feedback.theme": {"agent_own": READ, "manager": ALL},
    "support.public.review": {"agent_own": "rwc", "manager": ALL},
    "support.wish": {"agent_own": "rwc", "manager": ALL},
    "support.wish.request": {"agent_own": "rwc", "manager": ALL},
    "support.improvement": {"agent_own": "rwc", "manager": ALL},
    "support.incoming.mail": {"agent_own": READ, "manager": "rd"},
    "support.kpi.spike": {"manager": READ},
    "support.notification.rule": {"outsider": ALL},
    "support.oncall.compensation.rule": {"collaborator": READ, "manager": ALL},
    "support.oncall.credit": {"collaborator": READ},
    "support.oncall.fairness": {"collaborator": ALL},
    "support.oncall.fairness.line": {"collaborator": ALL},
    "support.oncall.feed": {"collaborator": ALL},
    "support.oncall.feed.link": {"collaborator": ALL},
    "support.oncall.layer": {"collaborator": READ, "manager": ALL},
    "support.oncall.layer.shift": {"collaborator": READ},
    "support.oncall.note": {"collaborator": "rwc"},
    "support.oncall.override": {"collaborator": READ, "manager": ALL},
    "support.oncall.participant": {"collaborator": READ, "manager": ALL},
    "support.oncall.restriction": {"collaborator": READ, "manager": ALL},
    "support.oncall.rota": {"manager": ALL},
    "support.oncall.rota.line": {"manager": ALL},
    "support.oncall.schedule": {"collaborator": READ, "manager": "rwc"},
    "support.oncall.shift": {"collaborator": READ},
    "support.oncall.swap": {"collaborator": "rc"},
    "support.oncall.swap.answer": {"collaborator": ALL},
    "support.oncall.temporary.duty": {"collaborator": READ, "manager": ALL},
    "support.oncall.temporary.plan": {"collaborator": READ, "manager": ALL},
    "support.oncall.warning": {"collaborator": READ},
    "support.payment.link": {"agent_own": ALL},
    "support.payment.link.line": {"agent_own": ALL},
    "support.portal.submission": {"manager": READ},
    "support.reason.value": {"manager": "rw"},
    "support.skill": {"collaborator": READ, "manager": ALL},
    "support.skill.requirement": {"collaborator": READ, "manager": ALL},
    "support.priority.apply": {"manager": ALL},
    "support.priority.request": {"manager": READ},
    "support.priority.rule": {"collaborator": READ, "manager": ALL},
    "support.problem": {"collaborator": READ, "agent_own": "rwc", "manager": ALL},
    "support.proactive.case": {"manager": READ},
    "support.proactive.rule": {"manager": ALL},
    "support.promise": {"collaborator": READ, "agent_own": "rc"},
    "support.promise.close": {"agent_own": ALL},
    "support.problem.answer": {"agent_own": READ},
    "support.problem.solution": {"collaborator": READ, "agent_own": ALL},
    "support.refund": {"agent_own": "rw"},
    "support.refund.create": {"agent_own": ALL},
    "support.refund.create.line": {"agent_own": ALL},
    "support.refund.line": {"agent_own": READ},
    "support.reply.check": {"collaborator": ALL},
    "support.reply.decision": {"agent_own": READ},
    "support.reply.preview": {"manager": ALL},
    "support.reply.rule": {"agent_own": READ, "manager": ALL},
    "support.reply.template": {"collaborator": READ, "manager": ALL},
    "support.reply.template.text": {"collaborator": READ, "manager": ALL},
    "support.reply.template.version": {"collaborator": READ, "manager": ALL},
    "support.reply.use": {"agent_own": READ},
    "support.return": {"collaborator": READ, "agent_own": "rw"},
    "support.return.create": {"agent_own": ALL},
    "support.return.create.line": {"agent_own": ALL},
    "support.return.exchange": {"agent_own": ALL},
    "support.return.exchange.line": {"agent_own": ALL},
    "support.return.inspection": {"collaborator": READ, "agent_own": ALL},
    "support.return.line": {"collaborator": READ},
    "support.return.policy": {"collaborator": READ, "manager": ALL},
    "support.return.policy.simulation": {"manager": ALL},
    "support.return.policy.simulation.line": {"manager": READ},
    "support.return.policy.version": {"collaborator": READ, "manager": ALL},
    "support.return.refuse": {"agent_own": ALL},
    "support.return.reason": {"collaborator": READ, "manager": ALL},
    "support.resolution": {"collaborator": READ, "agent_own": "rc"},
    "support.resolution.line": {"collaborator": READ, "agent_own": "rc"},
    "support.gesture": {"agent_own": READ, "manager": ALL},
    "support.sla.apply": {"manager": ALL},
    "support.sla.clock": {"collaborator": READ},
    "support.sla.escalation": {"collaborator": READ, "manager": ALL},
    "support.sla.event": {"collaborator": READ},
    "support.sla.holidays": {"manager": ALL},
    "support.sla.policy": {"collaborator": READ, "manager": ALL},
    "support.sla.request": {"manager": READ},
    "support.sla.simulation": {"manager": ALL},
    "support.sla.simulation.line": {"manager": ALL},
    "support.sla.target": {"collaborator": READ, "manager": ALL},
    "support.stage": {"collaborator": READ, "manager": ALL},
    "support.tag": {"collaborator": READ, "manager": ALL},
    "support.team": {"collaborator": READ, "manager": ALL},
    "support.team.member": {"collaborator": READ, "manager": ALL},
    "support.ticket": {
        "collaborator": "rw",
        "agent_own": "rwc",
        "manager": ALL,
        "customer": READ,
    },
    "support.ticket.call": {"agent_own": ALL},
    "support.ticket.merge": {"manager": READ},
    "support.ticket.merge.wizard": {"agent_own": ALL},
    "support.ticket.snooze.wizard": {"agent_own": ALL},
    "support.ticket.split.line": {"agent_own": ALL},
    "support.ticket.split.wizard": {"agent_own": ALL},
    "support.user.skill": {"collaborator": READ, "manager": ALL},
    "support.triage.participant": {"collaborator": READ, "manager": ALL},
    "support.triage.preview": {"manager": ALL},
    "support.triage.rule": {"collaborator": READ, "manager": ALL},
    "support.wait.estimate": {"agent_own": READ},
}
# Whose rights a role has as well.
INHERITS = {
    "collaborator": "outsider",
    "agent_own": "collaborator",
    "agent": "agent_own",
    "manager": "agent",
    "other_manager": "manager",
    "other_customer": "customer",
}


def _get_expected(rights, role):
    expected = ""
    while role:
        expected += rights.get(role, "")
        role = INHERITS.get(role)
    return {letter for letter in OPERATIONS if letter in expected}


@tagged("post_install", "-at_install")
class TestSecurityConfiguration(SecurityCommon):
    def test_every_model_is_in_the_table(self):
        """A new model is added here on purpose, or this fails."""
        stored = {
            name
            for name, model in self.env.registry.items()
            if name.startswith("support.") and model._auto and not model._abstract
        }
        self.assertEqual(stored, set(MODELS))

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_rights_of_every_role_on_every_model(self):
        for name, rights in MODELS.items():
            for role in ROLES:
                with self.subTest(model=name, role=role):
                    model = self.env[name].with_env(self._env_of(role))
                    allowed = {
                        letter
                        for letter, operation in OPERATIONS.items()
                        if model.has_access(operation)
                    }
                    self.assertEqual(allowed, _get_expected(rights, role))

    def test_configuration_of_another_company_is_not_seen(self):
        own, foreign = self.team.id, self.other_team.id
        for role, expected in (
            ("agent", {own}),
            ("manager", {own}),
            ("other_manager", {foreign}),
        ):
            with self.subTest(role=role):
                teams = self.env["support.team"].with_env(self._env_of(role))
                found = set(teams.search([]).ids) & {own, foreign}
                self.assertEqual(found, expected)
                members = self.env["support.team.member"].with_env(self._env_of(role))
                self.assertLessEqual(members.search([]).team_id, teams.search([]))
