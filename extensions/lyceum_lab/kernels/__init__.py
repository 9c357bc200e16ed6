"""Kernels as forks: a nursery beside a person's server, which has imported ipykernel and forks kernels from itself."""
