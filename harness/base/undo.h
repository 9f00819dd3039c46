// What takes back something that was done to the world: named before it is needed, run at most
// once.
//
// Not thread-safe; an Undo belongs to one thread at a time.
#pragma once

#include <functional>
#include <string>
#include <utility>

namespace kproof {

class [[nodiscard]] Undo {
 public:
  Undo() = default;
  Undo(std::string name, std::function<void()> action)
      : name_(std::move(name)), action_(std::move(action)) {}
  Undo(Undo&& other) noexcept
      : name_(std::move(other.name_)), action_(std::exchange(other.action_, nullptr)) {}
  // Takes over `other`, then runs what was pending here, as a unique_ptr deletes what it held.
  // What that throws is swallowed, as by the destructor.
  Undo& operator=(Undo&& other) noexcept {
    Undo taken(std::move(other));
    std::swap(name_, taken.name_);
    std::swap(action_, taken.action_);
    return *this;
  }
  // Runs a pending action and swallows what it throws: whoever needs to know calls Run() first.
  ~Undo() {
    try {
      Run();
    } catch (...) {  // NOLINT: a destructor is where an undo must go on regardless
    }
  }

  // What it does, as in "thaw broker 2".
  const std::string& name() const { return name_; }
  bool pending() const { return action_ != nullptr; }

  // Takes it back, once; throws what the action throws. A second call does nothing.
  void Run() {
    if (auto action = std::exchange(action_, nullptr)) action();
  }
  // Gives up the undo, where what was done is to stay.
  void Dismiss() { action_ = nullptr; }

 private:
  std::string name_;
  std::function<void()> action_;
};

}  // namespace kproof
