#include "harness/cluster/log_tail.h"

#include <filesystem>
#include <fstream>

namespace kproof {

std::int64_t LogSize(const std::string& path) {
  std::error_code missing;
  const auto size = std::filesystem::file_size(path, missing);
  return missing ? 0 : static_cast<std::int64_t>(size);
}

bool LogTail::Saw(std::string_view text) {
  std::ifstream file(path_, std::ios::binary);
  file.seekg(next_);
  std::string fresh(1 << 16, '\0');
  while (file) {
    file.read(fresh.data(), static_cast<std::streamsize>(fresh.size()));
    next_ += file.gcount();
    rest_.append(fresh, 0, static_cast<std::size_t>(file.gcount()));
    if (rest_.find(text) != std::string::npos) return true;
    if (rest_.size() > text.size()) rest_.erase(0, rest_.size() - text.size());
  }
  return false;
}

}  // namespace kproof
