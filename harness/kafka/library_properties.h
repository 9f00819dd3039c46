// Which properties the librdkafka that is loaded now has, by its own list of them.
//
// Thread-safe: constants and pure functions.
#pragma once

#include <string>
#include <vector>

namespace kproof {

struct LibraryProperty {
  std::string name;
  bool producers = true;  // a client of the other kind takes the property and ignores it
  bool consumers = true;
};

const std::vector<LibraryProperty>& LibraryProperties();
// nullptr where the library has none of that name.
const LibraryProperty* FindLibraryProperty(const std::string& name);

// What to say to somebody who gave a property of a name that the library does not have: its own
// name for a setting of Kafka's Java clients, the newer version that has it, or a guess; "" else.
std::string UnknownPropertyHint(const std::string& name);

}  // namespace kproof
