// The rules that the source tree keeps. Each returns what breaks it, one "path:line: what; what to
// do" each; nothing when it is kept.
//
// Thread-safe: pure functions (CheckDocs, CheckMaps, CheckWalks and CheckLinks read files).
#pragma once

#include <string>
#include <vector>

#include "tests/architecture/source_tree.h"

namespace kproof::architecture {

using Complaints = std::vector<std::string>;

// A room includes only what docs/architecture.md lets it see; every folder with sources is a room
// or in one.
Complaints CheckIncludes(const SourceTree& tree);
// Each room's kproof_room(… SEES …) links nothing that the table does not let it see.
Complaints CheckLinked(const SourceTree& tree);
// librdkafka, processes, sleeping and randomness each in their one place.
Complaints CheckConfined(const SourceTree& tree);
// Names of guarantees, findings, limits and classes of failure stand in harness/words alone: a file
// with three names of one table in it has a list of its own.
Complaints CheckWords(const SourceTree& tree);
// At most 400 lines a file; 600 for a test.
Complaints CheckSize(const SourceTree& tree);
// Two types of one name in one namespace are one type to the linker, which takes the inline
// functions of either: memory errors that no compiler sees.
Complaints CheckOneDefinition(const SourceTree& tree);
// Every file begins by saying what it is; for x.cpp beside x.h the header says it, for a test its
// name.
Complaints CheckFirstLine(const SourceTree& tree);
// Every fault, checker and scenario has a row in docs, and every fault one in its registry.
Complaints CheckDocs(const SourceTree& tree);
// Each folder of audit/judge stands in the map in its judge.h.
Complaints CheckMaps(const SourceTree& tree);
// Each "`Name` (folder/file.cpp)" of the walks in docs/architecture.md names what stands in that
// file.
Complaints CheckWalks(const SourceTree& tree);
// Links in pages lead to files, and docs/README.md links to every page of docs.
Complaints CheckLinks(const SourceTree& tree);

}  // namespace kproof::architecture
