"""The catalogue of indicators as people meet it: taken in, tried on real records, told, given out."""
