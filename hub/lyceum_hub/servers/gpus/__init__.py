"""GPUs of this machine: found through NVML, leased to servers while they run, waited for in line."""
