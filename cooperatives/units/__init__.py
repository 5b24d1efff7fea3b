"""The tree of administrative units: its rules, its years, choosing one."""
