from . import test_tours_ticket
