// Settings as they are deployed, from the files that somebody names: one topic's and one broker's,
// put together from all of them, with everything that has to be known about them as a note.
//
// What a running cluster says comes before what files say, the broker's own before what all
// brokers have. Thread-safe: reads files, else pure.
#pragma once

#include <string>
#include <vector>

#include "harness/deployed/deployed_file.h"

namespace kproof {

// Of one owner. The flags are for errors.
struct DeployedSource {
  std::vector<std::string> files;
  std::string form;  // of harness/deployed/forms.h; "": by the content of each file
  std::string name;  // which topic or broker, where a file has several; "": the only one
  // Whether some file has to say that name; else files without any name are about it too, and
  // files that are named for the other owner may be about others.
  bool name_in_files = true;
};

struct DeployedSources {
  DeployedSource broker, topic;  // files of --broker-config and --topic-config
};

struct Deployed {
  DeployedEntity broker, topic;
  std::vector<DeployedNote> notes;
};

// A file that has settings of both owners gives both, unless the other one has files of its own.
// Throws Error(kUsage) for files that can't be read or are of no form; for files without the
// settings that they are named for; where several topics or brokers that are set differently can't
// be told apart; and where two files of one rank disagree.
Deployed ReadDeployed(const DeployedSources& sources);

// The same for what was read elsewhere, from a running cluster: `read` is in force there, and named
// `origin` in errors. The names of `sources` choose from it.
Deployed PutTogether(const std::string& origin, DeployedFile read, const DeployedSources& sources);

// A producer's properties; of keys that are there twice the last one counts, with a note.
DeployedFile ReadDeployedProducer(const std::string& file);

}  // namespace kproof
