"""What runs in Odoo's own process."""
