"""A quarter's return: its sheet, workflow, submission, conversation."""
