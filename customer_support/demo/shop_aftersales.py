"""What the shop tries out and watches after a sale."""


def load_simulation(env):
    """Try out what a stricter draft would have meant for the orders of the year."""
    policy = env.ref("customer_support.support_return_policy_default")
    draft = env["support.return.policy.version"].create(
        {
            "policy_id": policy.id,
            "valid_from": False,
            "window_days": 10,
            "fee_percent": 10,
            "freight_payer": "customer",
            "freight_amount": 6.9,
            "automatic_value": 50,
        }
    )
    simulation = env["support.return.policy.simulation"].create(
        {
            "policy_id": policy.id,
            "version_id": draft.id,
            "company_id": env.company.id,
            "after_days": 12,
        }
    )
    # The job does the rest with its first run.
    simulation.action_start()
