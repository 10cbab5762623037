from . import test_delivery_tracking
