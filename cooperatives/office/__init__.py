"""Tables of somebody else's making, pasted or in a file: what they say, and what is to be asked."""
