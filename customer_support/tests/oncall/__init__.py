from . import test_oncall_alert_answer
from . import test_oncall_alert_climb
from . import test_oncall_alert_link
from . import test_oncall_alert_notify
from . import test_oncall_alert_policy
from . import test_oncall_alert_race
from . import test_oncall_alert_sources
from . import test_oncall_emergency_form
