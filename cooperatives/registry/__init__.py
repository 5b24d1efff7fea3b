"""An organisation's life: founding, moves, suspensions, look-alikes, lists."""
