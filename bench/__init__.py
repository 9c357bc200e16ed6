"""The benchmark: what a run costs here, against papermill and nbclient on the same machine in the same minutes."""
