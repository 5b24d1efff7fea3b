"""The admin's year: what is to be done from its opening to its closing."""
