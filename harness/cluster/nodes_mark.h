// The mark by which a folder of nodes is known to be kproof's, so that cleaning up after a run that
// was killed removes nothing else.
#pragma once

#include <string>

#include "harness/base/file_lock.h"

namespace kproof {

// Makes the folder where it is not there, takes its lock and marks it: the lock says that it is in
// use, to whoever cleans up. Throws Error(kNotRun) when another kproof has it or the disk refuses.
FileLock ClaimNodes(const std::string& folder);
// False for a link, too.
bool HasNodesMark(const std::string& folder);
// Removes a folder that has nothing but its mark in it, and leaves any other.
void RemoveIfOnlyMarked(const std::string& folder);

}  // namespace kproof
