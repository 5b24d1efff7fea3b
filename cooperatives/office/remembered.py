_kept = {}
def remembered(reader, unit, table, target):
    return _kept.get((reader.pk, table.rows[0]), {})
def remember(reader, unit, table, target, said):
    _kept[reader.pk, table.rows[0]] = {k: v for k, v in said.items() if k.startswith("column")}
