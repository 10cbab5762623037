from . import const, controllers, logic, models, wizard
from .hooks import post_init_hook
