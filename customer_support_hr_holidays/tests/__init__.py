from . import test_oncall_time_off
