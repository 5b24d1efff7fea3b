"""What all official papers share: their form, an office's fixed texts, words, and PDF.

Papers exist in Vietnamese alone, so that what only a paper says is written in Vietnamese here and
in the rooms of the papers.
"""
