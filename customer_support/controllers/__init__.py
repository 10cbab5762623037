from . import portal
from . import portal_alert
from . import portal_contact
from . import portal_emergency
from . import portal_ticket
from . import portal_ticket_form
from . import oncall_feed
