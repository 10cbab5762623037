from . import common
from .logic import *
from .sla import *
from .security import *
from .structure import *
from .ticket import *
from .customer import *
from .mail import *
