from . import routing
from . import sla
from . import ticket
from . import customer
from . import answers
from . import oncall
