from . import test_sms_alert
