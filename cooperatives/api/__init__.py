"""The records for programs: what may be asked, how it is answered, and each kind of record."""
