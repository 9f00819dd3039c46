// The agents in Java (clients/java): compiled once for each version of kafka-clients and each Java,
// without a network, with an archive of their classes that halves the time to their start.
//
// Safe to call from several processes at once: each artefact is made under a lock beside it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/base/refusal.h"
#include "harness/cluster/kafka_home.h"

namespace kproof {

struct JavaAgents {
  std::string java;               // absolute path of the java program
  std::vector<std::string> jars;  // the agents' own first, then kafka-clients and what it needs
  std::string class_data;         // the archive; "": none could be made

  // `java` and its arguments, up to the main class: the agent's word and its file follow.
  std::vector<std::string> Command() const;
};

// Whether they are made already for the jars in `folder`, which are those of this version.
bool HasJavaAgents(const std::string& version, const std::string& folder);

// Why this machine can't compile them for this version; nothing where it can.
std::optional<Refusal> LackingJdk(const std::string& version);

// Makes them where they are not there yet (some 5 s). Throws Error(kNotRun): no Java, no javac, no
// sources beside this program, sources that this version's jars do not compile with.
JavaAgents FindJavaAgents(const std::string& version, const std::string& folder,
                          const Progress& progress);

}  // namespace kproof
