from . import const, controllers, logic, models, wizard
from . import demo
from .hooks import post_init_hook
