from . import test_delivery_reply
from . import test_delivery_tracking
