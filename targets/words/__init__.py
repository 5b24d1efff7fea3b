"""Sentences and numbers about values, made once."""
