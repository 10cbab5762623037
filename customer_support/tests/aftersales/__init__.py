from . import test_aftersales_refund
from . import test_aftersales_refund_bounds
from . import test_aftersales_refund_dialog
from . import test_aftersales_refund_failure
from . import test_aftersales_refund_race
from . import test_aftersales_refund_sums
from . import test_aftersales_policy
