"""The official quarterly report of a unit: a Word file in the form of Decree 30/2020/NĐ-CP, and its
annex as a workbook.

It exists in Vietnamese alone, so that what only a paper says is written in Vietnamese here.
"""
