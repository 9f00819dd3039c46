// Forms of deployed settings read from texts, in short words.
#pragma once

#include <string>
#include <vector>

#include "harness/deployed/deployed_file.h"

namespace kproof {

// `file` is "f".
DeployedFile ReadForm(const std::string& form, const std::string& text,
                      SettingOwner owner = SettingOwner::kBroker);
// What it is refused with, "what; hint"; "" where it is read.
std::string WhyNotRead(const std::string& form, const std::string& text);

// Each setting as "topic payments: min.insync.replicas=2 @ f:2", defaults with " default".
std::vector<std::string> SettingsIn(const DeployedFile& file);
// Each note as "overridden f:2: …".
std::vector<std::string> NotesIn(const DeployedFile& file);

// Of docs/examples/deployed.
std::string DeployedExample(const std::string& name);

}  // namespace kproof
