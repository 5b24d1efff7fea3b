"""The process in which a file of others is read. It knows no Django, so that it starts fast."""
