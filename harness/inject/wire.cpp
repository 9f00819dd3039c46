#include "harness/inject/wire.h"

#include <mutex>
#include <set>

#include "harness/base/caught.h"
#include "harness/inject/network_probe.h"

namespace kproof {

struct Wire::Impl {
  mutable std::mutex mutex;
  std::unique_ptr<WireMechanism> mechanism;
  std::set<int> rules;
  int next = 1;
};

Wire::Wire() : impl_(std::make_unique<Impl>()) {}

Wire::~Wire() {
  while (!impl_->rules.empty()) {
    const int id = *impl_->rules.begin();
    DoQuietly([this, id] { Remove(id); });
    impl_->rules.erase(id);
  }
}

int Wire::Insert(const WireRule& rule) {
  const std::lock_guard lock(impl_->mutex);
  if (impl_->mechanism == nullptr)
    impl_->mechanism = ProbeNetworkFeature("netem").works ? MakeNetemWire() : MakeUserspaceWire();
  const int id = impl_->next++;
  impl_->rules.insert(id);
  try {
    impl_->mechanism->Insert(id, rule);
  } catch (...) {
    impl_->rules.erase(id);
    throw;
  }
  return id;
}

void Wire::Remove(int id) {
  const std::lock_guard lock(impl_->mutex);
  if (!impl_->rules.contains(id)) return;
  impl_->mechanism->Remove(id);
  impl_->rules.erase(id);
}

WireCount Wire::Count(int id) const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->rules.contains(id) ? impl_->mechanism->Count(id) : WireCount{};
}

std::string Wire::mechanism() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->mechanism == nullptr ? "" : impl_->mechanism->name();
}

}  // namespace kproof
