"""The officer's first screen: rows, headline, panels, bullets, charts."""
