"""What somebody can start now: profiles, beside what is free, allowed and left; shown before a start."""
