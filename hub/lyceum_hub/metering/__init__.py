"""What people's servers use: counted from real starts and ends, held to quotas, shown and exported."""
