// What a run that was killed may leave on disk besides its facts: the folders of its nodes.
#pragma once

#include <string>
#include <vector>

namespace kproof {

// Removes node folders below `out` whose cluster is gone, and gives their paths. Facts, logs and
// folders of clusters that live are left alone. Throws Error where the disk refuses.
std::vector<std::string> RemoveLeftOver(const std::string& out);

}  // namespace kproof
