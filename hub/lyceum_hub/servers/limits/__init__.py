"""How much of the machine a server may use: control groups where they can be had, else limits of each process."""
