from . import sla
from . import ticket
from . import customer
