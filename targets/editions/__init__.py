"""Published figures: what an edition holds, how it is frozen, checked and held against another."""
