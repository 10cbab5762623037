from . import support_wait_estimate
from . import support_wait_report
from . import support_team_wait
from . import support_channel
from . import support_ticket_wait
