"""What follows from claims of derivation: family trees now, verdicts on leakage, terms and impact later. Level 4."""
