from . import support_oncall_compensation_rule
from . import support_oncall_credit
