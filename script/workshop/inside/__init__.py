"""Programs that the workshop runs with another Python than its own."""
