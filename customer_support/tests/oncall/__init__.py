from . import test_oncall_alert_climb
