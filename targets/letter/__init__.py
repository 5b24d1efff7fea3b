"""The letter that urges reporting units (công văn đôn đốc): a Word file in the form of a letter by
Decree 30/2020/NĐ-CP. Who is urged about what is told by `cooperatives.returns.urging`.
"""
