"""Keeping people apart who all work as one account: Landlock, and namespaces where the kernel lets us have them."""
