"""Entering figures by hand: sheets of cells, how they are read, checked and stored.

A sheet is the figures of one unit for one period: a row for each cooperative, a column for each
figure. The grid, its cells and the workbook are three ways into the same sheet.
"""
