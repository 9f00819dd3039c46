#include "harness/campaign/claims.h"

#include <fcntl.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "harness/base/descriptor.h"
#include "harness/base/error.h"

namespace kproof {

Claims Claims::Begin(const std::string& folder) {
  std::error_code error;
  std::filesystem::remove_all(folder, error);
  std::filesystem::create_directory(folder, error);
  if (error) throw Error(ErrorKind::kNotRun, "can't create " + folder + ": " + error.message());
  return Claims(folder);
}

bool Claims::Take(const Trial& trial) const {
  const std::string file = folder_ + "/" + std::to_string(trial.index);
  const Descriptor made(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
  if (made.ok()) return true;
  if (errno == EEXIST) return false;
  throw Error(ErrorKind::kNotRun, "can't create " + file + ": " + std::strerror(errno));
}

void Claims::End() const {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

}  // namespace kproof
