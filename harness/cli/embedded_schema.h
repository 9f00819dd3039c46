// docs/scenario.schema.json as text; the build makes embedded.cpp from it.
//
// Thread-safe: constants.
#pragma once

#include <string_view>

namespace kproof {

// "scenario" → the text of docs/scenario.schema.json; "" for any other name.
std::string_view EmbeddedSchema(std::string_view name);

}  // namespace kproof
