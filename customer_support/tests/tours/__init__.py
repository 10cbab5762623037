from .test_tours_ticket import *
