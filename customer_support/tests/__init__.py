from . import common
from .logic import *
from .sla import *
from .ticket import *
