from . import support_ticket_call
