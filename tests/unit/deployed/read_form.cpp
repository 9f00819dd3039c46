#include "tests/unit/deployed/read_form.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "harness/base/error.h"
#include "harness/deployed/forms.h"

namespace kproof {

DeployedFile ReadForm(const std::string& form, const std::string& text, SettingOwner owner) {
  return FindDeployedForm(form, "f", text, "--form").read("f", text, owner);
}

std::string WhyNotRead(const std::string& form, const std::string& text) {
  try {
    ReadForm(form, text);
    return "";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kUsage);
    return error.Full();
  }
}

std::vector<std::string> SettingsIn(const DeployedFile& file) {
  std::vector<std::string> texts;
  for (const auto& entity : file.entities)
    for (const auto& setting : entity.settings)
      texts.push_back(std::string(NameOf(entity.owner)) + " " + entity.name + ": " + setting.key +
                      "=" + setting.value + " @ " + setting.origin +
                      (setting.is_default ? " default" : ""));
  return texts;
}

std::vector<std::string> NotesIn(const DeployedFile& file) {
  std::vector<std::string> texts;
  for (const auto& note : file.notes)
    texts.push_back(std::string(NameOf(note.kind)) + " " + note.origin + ": " + note.what);
  return texts;
}

std::string DeployedExample(const std::string& name) {
  std::ifstream file(KPROOF_SOURCE_DIR "/docs/examples/deployed/" + name);
  EXPECT_TRUE(file.is_open()) << name;
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace kproof
