// The verbs of the command line, one file each: a verb declares its flags on `app` and, when it is
// the one that was called, leaves its exit code. What ends a verb early is an Error;
// RunProgram turns it into text and a code.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace kproof {

// Set by a verb's declaration, run by RunProgram after parsing. Returns the exit code.
using VerbAction = std::function<int()>;

void AddAgentVerb(CLI::App& app, VerbAction& action);
void AddAuditVerb(CLI::App& app, VerbAction& action);
void AddCertifyVerb(CLI::App& app, VerbAction& action);
void AddCheckVerb(CLI::App& app, VerbAction& action);
void AddCleanupVerb(CLI::App& app, VerbAction& action);
void AddClientVerb(CLI::App& app, VerbAction& action);
void AddClusterVerb(CLI::App& app, VerbAction& action);
void AddCompareVerb(CLI::App& app, VerbAction& action);
void AddCompletionVerb(CLI::App& app, VerbAction& action);
void AddDoctorVerb(CLI::App& app, VerbAction& action);
void AddExportVerb(CLI::App& app, VerbAction& action);
void AddHelpVerb(CLI::App& app, VerbAction& action);
void AddListVerb(CLI::App& app, VerbAction& action);
void AddMatrixVerb(CLI::App& app, VerbAction& action);
void AddMergeVerb(CLI::App& app, VerbAction& action);
void AddPromiseVerb(CLI::App& app, VerbAction& action);
void AddQueryVerb(CLI::App& app, VerbAction& action);
void AddReportVerb(CLI::App& app, VerbAction& action);
void AddRunVerb(CLI::App& app, VerbAction& action);
void AddSchemaVerb(CLI::App& app, VerbAction& action);
void AddServeVerb(CLI::App& app, VerbAction& action);
void AddValidateVerb(CLI::App& app, VerbAction& action);
void AddVersionVerb(CLI::App& app, VerbAction& action);

// Of kproof and of the Kafka client that it runs with, a line each, without the last line end.
std::string VersionText();

inline constexpr int kExitUsage = 64;
inline constexpr int kExitDefect = 70;
inline constexpr int kExitNotRun = 4;

}  // namespace kproof
