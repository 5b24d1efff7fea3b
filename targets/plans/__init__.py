"""Plans and their targets: rules, import, lists, and the check of all records."""
