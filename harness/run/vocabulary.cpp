#include "harness/run/vocabulary.h"

#include "harness/client/kind.h"
#include "harness/cluster/registry.h"
#include "harness/fault/fault.h"
#include "harness/nemesis/states.h"
#include "harness/nemesis/targets.h"
#include "harness/run/ask_settings.h"

namespace kproof {
namespace {

FaultForm FormOf(const FaultType& type) {
  FaultForm form{.name = type.name,
                 .summary = type.summary,
                 .params = {},
                 .takes_down = type.takes_down,
                 .permanent = type.permanent,
                 .on_agents = type.on_agents,
                 .needs = type.needs,
                 .check = type.check};
  for (const auto& param : type.params) {
    form.params.push_back({param.name, param.kind,
                           param.fallback.empty() ? std::nullopt : std::optional(param.fallback),
                           param.summary, param.words, param.least, param.most, param.needs,
                           param.check});
  }
  return form;
}

}  // namespace

Vocabulary TheVocabulary() {
  Vocabulary vocabulary;
  for (const auto& type : Faults()) vocabulary.faults.push_back(FormOf(type));
  for (const auto& driver : Drivers())
    vocabulary.drivers.push_back({driver.name, driver.keys, driver.gives});
  for (const auto& kind : ClientKinds())
    vocabulary.clients.push_back({kind.name, kind.agents, kind.why_not});
  for (const auto& type : Targets()) vocabulary.targets.push_back(type.form);
  for (const auto& type : States()) vocabulary.states.push_back(type.form);
  vocabulary.ask_settings = AskSettings;
  return vocabulary;
}

}  // namespace kproof
