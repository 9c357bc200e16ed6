"""People's servers: with what they start, as whom, within which limits, and why one does not start."""
