from . import test_oncall_budget
from . import test_oncall_schedule
