from . import test_oncall_schedule
