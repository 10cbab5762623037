from .test_sla_working_time import *
