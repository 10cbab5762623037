from . import support_ticket_call
from . import support_ticket_merge_wizard
from . import support_ticket_snooze_wizard
from . import support_ticket_split_line
from . import support_ticket_split_wizard
