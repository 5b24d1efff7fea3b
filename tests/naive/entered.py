"""Entered figures a second time: who is asked for one, and what is then known (design 1.3a)."""

from .indicators import Books, flow_of, level_of


class AskedBooks(Books):
    """Every record in the database, without what was given by who was not asked.

    "The population is the cooperatives operating on end that are asked for each figure of the rule
    (its sector, its years from_year to to_year, both included); a value of one that is not asked
    counts nowhere."
    """

    def __init__(self, rows) -> None:
        super().__init__()
        self.of_code = {row.code: row for row in rows}

    def asked(self, cooperative, code: str, year: int) -> bool:
        row = self.of_code[code]
        begun = row.from_year is None or row.from_year <= year
        not_over = row.to_year is None or year <= row.to_year
        sectors = [sector for sector in row.sector.split(",") if sector]
        return begun and not_over and (sectors == [] or cooperative.sector in sectors)

    def reported(self, cooperative, year, quarter, field):
        if not self.asked(cooperative, field, year):
            return None
        return super().reported(cooperative, year, quarter, field)

    def of_final_report(self, cooperative, year, field):
        if not self.asked(cooperative, field, year):
            return None
        return super().of_final_report(cooperative, year, field)

    def evidence(self, cooperative, code: str, year: int, k: int, end) -> tuple[int | None, str]:
        """A cooperative's value at quarter k, and whether it is reported, carried, missing or not
        expected.
        """
        if not (self.operating(cooperative, end) and self.asked(cooperative, code, year)):
            return None, "not_expected"
        if self.of_code[code].nature == "level":
            return level_of(self, cooperative, code, year, k)
        value = flow_of(self, cooperative, code, year, k)
        return value, "missing" if value is None else "reported"
