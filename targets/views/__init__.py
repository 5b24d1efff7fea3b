"""The pages of the plan: they connect what is asked for, what is computed, and a template."""
