// The mark by which a folder of nodes is known to be kproof's, so that cleaning up after a run that
// was killed removes nothing else.
#pragma once

#include <string>

namespace kproof {

// Throws Error(kNotRun) when the disk refuses.
void MarkNodes(const std::string& folder);
// False for a link, too.
bool HasNodesMark(const std::string& folder);
// Removes a folder that has nothing but its mark in it, and leaves any other.
void RemoveIfOnlyMarked(const std::string& folder);

}  // namespace kproof
