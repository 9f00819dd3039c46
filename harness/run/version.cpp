#include "harness/run/version.h"

namespace kproof {

std::string KproofVersion() { return KPROOF_VERSION; }

}  // namespace kproof
