from . import common
from .ticket import *
