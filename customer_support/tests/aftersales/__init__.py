from . import test_aftersales_resolution
from . import test_aftersales_resolution_goods
