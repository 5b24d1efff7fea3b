"""Accounts of people: those to look at, their handing over after a reform, and invitations."""
