from . import test_sla_working_time
from .test_sla_kinds import *
from .test_sla_matching import *
from .test_sla_race import *
from .test_sla_speed import *
from .test_sla_wakeup import *
from .test_sla_working_time import *
