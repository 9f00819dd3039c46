#include "harness/base/caught.h"

#include <filesystem>
#include <new>

#include "harness/base/json_problem.h"

namespace kproof {

Error CaughtError() {
  try {
    throw;
  } catch (const Error& error) {
    return error;
  } catch (const std::filesystem::filesystem_error& error) {
    return Error(ErrorKind::kNotRun, error.what(),
                 Hint("is the disk full? is the folder writable?"));
  } catch (const std::bad_alloc&) {
    return Error(ErrorKind::kNotRun, "there is no memory left",
                 Hint("free some memory and try again"));
  } catch (const std::exception& error) {
    return Error(JsonProblem(error.what()));
  } catch (...) {
    return Error("an exception of an unknown type");
  }
}

void Regardless::Do(const std::function<void()>& part) {
  try {
    part();
  } catch (...) {  // NOLINT: the other parts go on regardless
    if (first_)
      ++more_;
    else
      first_ = CaughtError();
  }
}

void Regardless::Throw() const {
  if (!first_) return;
  if (more_ == 0) throw *first_;
  throw Error(first_->kind(),
              std::string(first_->what()) + " (and " + std::to_string(more_) + " more)",
              Hint(first_->hint()));
}

void DoQuietly(const std::function<void()>& action) noexcept {
  try {
    action();
  } catch (...) {  // NOLINT: a destructor is where an undo must go on regardless
  }
}

}  // namespace kproof
