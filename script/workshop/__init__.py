"""The workshop: what `script/*` needs to run Odoo and the addon on a bare machine.

Python's standard library only, because it runs before anything is installed.
One concept per module; an executable in `script/` is three lines around one of them.
"""
