from . import ticket
from . import customer
