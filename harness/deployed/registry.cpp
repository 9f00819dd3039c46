// The table of forms, in alphabetical order, and how one of them is recognised.
#include <fmt/format.h>

#include "harness/base/error.h"
#include "harness/base/find_named.h"
#include "harness/base/text.h"
#include "harness/deployed/forms.h"

namespace kproof {

DeployedForm EnvironmentForm();
DeployedForm KafkaConfigsForm();
DeployedForm KafkaTopicsForm();
DeployedForm PropertiesForm();
DeployedForm StrimziForm();

const std::vector<DeployedForm>& DeployedForms() {
  static const std::vector<DeployedForm> kForms = {
      EnvironmentForm(), KafkaConfigsForm(), KafkaTopicsForm(), PropertiesForm(), StrimziForm(),
  };
  return kForms;
}

std::vector<std::string> DeployedFormNames() {
  std::vector<std::string> names;
  for (const auto& form : DeployedForms()) names.emplace_back(form.name);
  return names;
}

const DeployedForm& FindDeployedForm(const std::string& name, const std::string& file,
                                     const std::string& text, const std::string& flag) {
  if (!name.empty())
    return FindNamed(DeployedForms(), &DeployedForm::name, name, "form of settings",
                     "the forms are " + Join(DeployedFormNames(), ", "));
  const DeployedForm* found = nullptr;
  std::vector<std::string> names;
  for (const auto& form : DeployedForms()) {
    if (!form.recognises(text)) continue;
    found = &form;
    names.emplace_back(form.name);
  }
  if (names.size() == 1) return *found;
  throw Error(ErrorKind::kUsage,
              names.empty() ? fmt::format("{}: the form of these settings is not recognised", file)
                            : fmt::format("{}: these settings can be of the forms {}", file,
                                          Join(names, " and ")),
              Hint(fmt::format("say which with {} {}", flag, Join(DeployedFormNames(), "|"))));
}

}  // namespace kproof
