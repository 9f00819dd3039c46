"""All mutants of the judge, table by table."""
from collections import namedtuple

import checkers
import consumers
import incarnations
import limits
import log
import promise
import verdict

Mutant = namedtuple("Mutant", "path name old new")

ALL = [Mutant(path, *row)
       for table in (checkers.TABLE, consumers.TABLE, incarnations.TABLE, limits.TABLE, log.TABLE, verdict.TABLE, promise.TABLE)
       for path, rows in table.items()
       for row in rows]
