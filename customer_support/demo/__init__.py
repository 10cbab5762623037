from . import story
from . import shop_orders
from . import shop_tickets
from . import shop_triage
from . import support_ticket
from . import support_alert
