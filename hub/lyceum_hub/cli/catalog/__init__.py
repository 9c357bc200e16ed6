"""The catalog at the prompt: entries as files in a folder, and as records in the workspace."""
