from . import test_aftersales_policy
