"""Learning: courses that people take, what of them they have passed, certificates, workshops."""
