from odoo.api import SUPERUSER_ID, Environment

OLD = "('team_id.member_ids.user_id', '=', user.id)"
NEW = "('team_id', 'in', user.support_member_ids.team_id.ids)"
RULES = ("support_ticket_rule_agent_own", "support_ticket_rule_agent")


def migrate(cr, version):
    """Name the teams in the rules of agents; a rule that was changed stays."""
    env = Environment(cr, SUPERUSER_ID, {})
    for name in RULES:
        rule = env.ref(f"customer_support.{name}", raise_if_not_found=False)
        if rule and OLD in (rule.domain_force or ""):
            rule.domain_force = rule.domain_force.replace(OLD, NEW)
