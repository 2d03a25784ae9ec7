"""Reading papers: files to text, damage mended and told, values as slices of the text, dates and sums. Knows no module.

Shared by what reads notices and what reads decisions. Nothing here imports Django.
"""
