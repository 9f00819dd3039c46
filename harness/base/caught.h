// What to do with an exception of any type where it must not go further: at the end of a thread, in
// a destructor, between the parts of an undo.
//
// Not thread-safe, but for CaughtError.
#pragma once

#include <functional>
#include <optional>

#include "harness/base/error.h"

namespace kproof {

// The exception that is being handled, as an Error: ours as it is, one of the file system and a
// lack of memory as kNotRun, any other as kInternal with what it says. Only inside a catch block.
Error CaughtError();

// Runs the parts of something that must be done as a whole, each one whatever those before threw:
//
//   Regardless all;
//   for (auto& table : tables) all.Do([&] { table->Remove(); });
//   all.Throw();
class Regardless {
 public:
  void Do(const std::function<void()>& part);
  // Throws the first error, with the number of those that came after it; nothing when there was
  // none.
  void Throw() const;

 private:
  std::optional<Error> first_;
  int more_ = 0;
};

// Runs `action` and swallows what it throws. For destructors, where nobody is left to hear it:
// whoever needs to know calls the action before.
void DoQuietly(const std::function<void()>& action) noexcept;

}  // namespace kproof
