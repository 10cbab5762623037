from . import support_return_reason
from . import support_return_policy
from . import support_return_policy_version
from . import sale_order
from . import sale_order_line
