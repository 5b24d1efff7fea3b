"""The officer's first screen: rows, bullets, table of units, tiles, panels, charts, passports."""
