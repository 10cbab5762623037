from . import support_alert
from . import support_alert_notification
from . import support_notification_rule
