from . import support_facts_mixin
from . import support_rule_mixin
from . import support_skill
from . import support_user_skill
from . import support_skill_requirement
from . import res_users
from . import support_triage_rule
from . import support_priority_rule
