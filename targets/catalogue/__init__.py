"""The catalogue of indicators as people meet it: taken in, tried on records, told, given out."""
