"""How fast the product is, beside others and at a million tickets."""
