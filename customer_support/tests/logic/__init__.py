from .test_logic_working_time import *
from .test_logic_ticket_conversation import *
from .test_logic_ticket_lifecycle import *
