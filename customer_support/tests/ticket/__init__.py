from .test_ticket_configuration import *
from .test_ticket_lifecycle import *
from .test_ticket_conversation import *
from .test_ticket_team import *
