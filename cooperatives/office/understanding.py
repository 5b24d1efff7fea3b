from collections.abc import Mapping
from ..files.columns import CellError
from ..ground.vietnamese import fold
from .understood import *
Said = Mapping[str, str]
LEAVE = "leave"

def column_choices(target):
    return (("name", "Tên HTX"), ("number", "Số đăng ký"), *((c.field, f"{c.label} ({c.unit})") for c in target.columns), (LEAVE, "Bỏ qua"))

def understand(table, target, said):
    rows = table.rows
    names = {fold(r.name): r for r in target.rows} | {r.number: r for r in target.rows}
    heads = {fold(str(c.label)): c.field for c in target.columns} | {c.field: c.field for c in target.columns}
    choices = column_choices(target)
    width = max(map(len, rows))
    header = range(0, 1) if any(fold(t.split(" (")[0]) in heads for t in rows[0]) and len(rows) > 1 else range(0)
    body = range(len(header), len(rows))
    cell = lambda i, p: rows[i][p] if p < len(rows[i]) else ""
    questions, columns = [], []
    named = False
    free = target.start[1]
    for p in range(width):
        head = rows[0][p] if header and p < len(rows[0]) else ""
        key = f"column-{p}"
        if any(fold(cell(i, p)) in names for i in body):
            use = "name"; named = True
        elif header:
            use = heads.get(fold(head.split(" (")[0]), "")
            if not use and head:
                use = said.get(key, LEAVE)
                questions.append(Question(key, "column", f"Cột “{head}” là gì?", choices, use, key not in said))
            use = use or LEAVE
        else:
            if free >= len(target.columns):
                return Understanding(table, target, problem="Quá rộng: không dán gì.")
            use = target.columns[free].field; free += 1
        use = said.get(key, use)
        columns.append(ReadColumn(p, head, use, (), "không rõ" if use == LEAVE else ""))
    lines, cells, left = [], [], []
    left += [LeftOut(c.heading or f"cột {c.place + 1}", "không phải số liệu", "column") for c in columns if c.use == LEAVE]
    at = target.start[0]
    seen = set()
    for n, i in enumerate(body):
        texts = [cell(i, c.place) for c in columns]
        name = next((t for t, c in zip(texts, columns) if c.use == "name" and t), "")
        row = None
        key = f"line-{i}"
        if named:
            row = names.get(fold(name))
            if row is None and name:
                chosen = said.get(key, LEAVE)
                questions.append(Question(key, "line", f"Dòng {i + 1}: {name}", ((LEAVE, "Bỏ dòng này"), *((r.number, r.name) for r in target.rows)), chosen, key not in said))
                row = names.get(chosen)
                if row is None:
                    left.append(LeftOut(name, "không có hợp tác xã này trong bảng", "unknown", i + 1))
        elif at + n < len(target.rows):
            row = target.rows[at + n]
        else:
            return Understanding(table, target, problem="Vùng dán dài hơn bảng: không dán gì.")
        kind = LineKind.COOPERATIVE if row else LineKind.UNKNOWN if any(texts) else LineKind.BLANK
        lines.append(ReadLine(i, i + 1, kind, row.number if row else "", name))
        if not row:
            continue
        if row.number in seen:
            left.append(LeftOut(name, "trùng dòng", "twice", i + 1)); continue
        seen.add(row.number)
        for c in columns:
            column = next((x for x in target.columns if x.field == c.field), None)
            if column is None or c.place >= len(rows[i]):
                continue
            text = cell(i, c.place)
            old = column.show(row.stored.get(column.field))
            try:
                value = column.read(text, target.mark)
                cells.append(ReadCell(i + 1, row.number, column.field, column.show(value), value, True, old, text))
            except CellError:
                cells.append(ReadCell(i + 1, row.number, column.field, text, None, False, old, text))
    return Understanding(table, target, header, tuple(columns), tuple(lines), tuple(cells), tuple(left), tuple(questions))
