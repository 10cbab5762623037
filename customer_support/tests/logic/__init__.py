from .test_logic_working_time import *
from .test_logic_ticket_conversation import *
from .test_logic_ticket_lifecycle import *
from .test_logic_ticket_merge import *
from .test_logic_ticket_similarity import *
from .test_logic_ticket_snooze import *
from .test_logic_rate_window import *
