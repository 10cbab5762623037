def post_init_hook(env):
    """Companies that were there before the addon get their ticket numbers."""
    env["res.company"].search([])._create_ticket_sequences()
