from . import support_facts_mixin
from . import support_rule_mixin
from . import support_priority_rule
