from . import test_sla_working_time
