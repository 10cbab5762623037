from . import story
from . import shop_orders
from . import shop_replies
from . import shop_tickets
from . import shop_triage
from . import shop_expectations
from . import support_ticket
from . import support_alert
