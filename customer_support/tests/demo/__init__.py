from . import test_demo_alerts
from . import test_demo_expectations
from . import test_demo_replies
from . import test_demo_shop
from . import test_demo_story
