from . import portal
from . import portal_contact
from . import portal_ticket
from . import portal_ticket_form
from . import portal_help
from . import portal_help_answers
from . import portal_help_form
from . import robots
