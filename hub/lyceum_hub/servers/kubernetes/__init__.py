"""People's servers as pods of a Kubernetes cluster."""
