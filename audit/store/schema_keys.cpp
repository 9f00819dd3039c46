// Tables of what records hold and are made from.
#include "audit/store/schema.h"

namespace kproof {

const char kKeySchema[] = R"sql(
CREATE TABLE record_key(stream INTEGER NOT NULL REFERENCES stream(id), first_sequence INTEGER NOT NULL, count INTEGER NOT NULL,
  hashes BLOB NOT NULL, tombstones BLOB) STRICT;
CREATE TABLE found_key(topic INTEGER NOT NULL REFERENCES topic(id), partition INTEGER NOT NULL, offset INTEGER NOT NULL,
  hash INTEGER NOT NULL, tombstone INTEGER NOT NULL, PRIMARY KEY(topic, partition, offset, hash, tombstone)) STRICT, WITHOUT ROWID;
CREATE TABLE made_from(stream INTEGER NOT NULL REFERENCES stream(id), first_sequence INTEGER NOT NULL, count INTEGER NOT NULL,
  topic INTEGER NOT NULL REFERENCES topic(id), partition INTEGER NOT NULL, first_offset INTEGER NOT NULL,
  last_offset INTEGER NOT NULL, offsets BLOB) STRICT;
)sql";

}  // namespace kproof
