"""Moving a workspace: all that it keeps, in one file, from one place to another and back."""
