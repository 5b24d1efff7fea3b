"""The public page: what of an edition goes out to anybody, and what is left out, so that no figure
of one or two cooperatives is told or follows.
"""
