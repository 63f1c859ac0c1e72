"""The person: preferences, fit, consent and disclosure."""
