from . import routing
from . import sla
from . import ticket
from . import customer
