// The forms in which settings are deployed: a form is a file, with a row in registry.cpp and one in
// docs/deployed-settings.md.
//
// Thread-safe: pure functions.
#pragma once

#include <string>
#include <vector>

#include "harness/deployed/deployed_file.h"

namespace kproof {

struct DeployedForm {
  const char* name;  // for flags
  const char* what;  // "a properties file of Java, as server.properties"
  // Of a running cluster: what is in force there, whatever files say.
  bool in_force;
  // Whether a text is of this form and, as far as can be seen, of no other.
  bool (*recognises)(const std::string& text);
  // `file` is for places. A form that does not say whose settings they are gives them to `owner`.
  // Throws Error(kUsage) with the place for a text that is not of this form; what it says is never
  // shown, it may be a secret.
  DeployedFile (*read)(const std::string& file, const std::string& text, SettingOwner owner);
};

// In alphabetical order.
const std::vector<DeployedForm>& DeployedForms();
std::vector<std::string> DeployedFormNames();

// By its name, or for "" by its content. Throws Error(kUsage) for a text that could be of several
// forms or of none, with `flag`, which says the form.
const DeployedForm& FindDeployedForm(const std::string& name, const std::string& file,
                                     const std::string& text, const std::string& flag);

}  // namespace kproof
