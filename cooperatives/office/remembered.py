from django.core.cache import cache
import hashlib
def key(reader, table): return hashlib.sha256(repr((reader.pk, table.rows[0])).encode()).hexdigest()
def remembered(reader, unit, table, target):
    return cache.get(key(reader, table)) or {}
def remember(reader, unit, table, target, said):
    cache.set(key(reader, table), {k: v for k, v in said.items() if k.startswith("column")})
