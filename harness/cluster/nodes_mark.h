// Marks a folder of nodes as kproof's, so that cleaning up after a killed run removes nothing else.
#pragma once

#include <string>

#include "harness/base/file_lock.h"

namespace kproof {

// Makes the folder where it is not there, takes its lock and marks it: the lock tells `kproof
// cleanup` that it is in use. Throws Error(kNotRun) when another kproof has it or the disk refuses.
FileLock ClaimNodes(const std::string& folder);
// False also for a link.
bool HasNodesMark(const std::string& folder);
// Removes a folder that has nothing but its mark in it, and leaves any other.
void RemoveIfOnlyMarked(const std::string& folder);

}  // namespace kproof
