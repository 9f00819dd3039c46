// Tables of what readers, groups and transactions did (audit/facts/flow.h).
#include "audit/store/schema.h"

namespace kproof {

const char kFlowSchema[] = R"sql(
CREATE TABLE read_run(id INTEGER PRIMARY KEY, actor INTEGER NOT NULL REFERENCES actor(id), number INTEGER NOT NULL,
  assignment INTEGER, topic INTEGER NOT NULL REFERENCES topic(id), partition INTEGER NOT NULL, isolation INTEGER NOT NULL,
  group_name TEXT NOT NULL, cause INTEGER NOT NULL, position INTEGER, at_us INTEGER NOT NULL, UNIQUE(actor, number)) STRICT;
CREATE TABLE txn(id INTEGER PRIMARY KEY, actor INTEGER NOT NULL REFERENCES actor(id), name TEXT NOT NULL, begin_us INTEGER,
  commit_us INTEGER, abort_us INTEGER, end_us INTEGER, outcome INTEGER, UNIQUE(actor, name)) STRICT;
CREATE TABLE txn_records(txn INTEGER NOT NULL REFERENCES txn(id), stream INTEGER NOT NULL REFERENCES stream(id),
  first_sequence INTEGER NOT NULL, count INTEGER NOT NULL) STRICT;
CREATE TABLE processed(actor INTEGER NOT NULL REFERENCES actor(id), group_name TEXT NOT NULL,
  topic INTEGER NOT NULL REFERENCES topic(id), partition INTEGER NOT NULL, count INTEGER NOT NULL,
  first_offset INTEGER NOT NULL, last_offset INTEGER NOT NULL, offsets BLOB, from_us INTEGER NOT NULL,
  to_us INTEGER NOT NULL) STRICT;
CREATE TABLE group_commit(actor INTEGER NOT NULL REFERENCES actor(id), group_name TEXT NOT NULL,
  topic INTEGER NOT NULL REFERENCES topic(id), partition INTEGER NOT NULL, offset INTEGER NOT NULL, outcome INTEGER NOT NULL,
  at_us INTEGER NOT NULL, asked_us INTEGER, txn INTEGER REFERENCES txn(id), store INTEGER NOT NULL) STRICT;
CREATE TABLE group_reset(actor INTEGER NOT NULL REFERENCES actor(id), group_name TEXT NOT NULL,
  topic INTEGER NOT NULL REFERENCES topic(id), partition INTEGER NOT NULL, offset INTEGER NOT NULL, at_us INTEGER NOT NULL) STRICT;
CREATE TABLE assignment(id INTEGER PRIMARY KEY, actor INTEGER NOT NULL REFERENCES actor(id), cluster TEXT NOT NULL,
  group_name TEXT NOT NULL, how INTEGER, generation INTEGER, at_us INTEGER NOT NULL) STRICT;
CREATE TABLE assigned(assignment INTEGER NOT NULL REFERENCES assignment(id), topic INTEGER NOT NULL REFERENCES topic(id),
  partition INTEGER NOT NULL, position INTEGER) STRICT;
)sql";

}  // namespace kproof
