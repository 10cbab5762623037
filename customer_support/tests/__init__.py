from . import common
from .logic import *
from .ticket import *
