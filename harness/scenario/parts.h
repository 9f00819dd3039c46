// The parts of reading a scenario, in the order in which ParseScenario calls them: each fills in
// its part and complains about what it sees alone; CheckWhole looks at what the parts say together.
//
// A number that was given but could not be read is 0 afterwards (`kUnread`), so that nothing else
// is concluded from it.
#pragma once

#include "harness/scenario/reader.h"

namespace kproof {

constexpr std::int32_t kUnread = 0;
constexpr std::int32_t kMostAgents = 1'000;  // of one name

// ParseScenario of a file's tree, or of a part of one; `complaints` are those about it so far.
ParsedScenario ParseScenario(Tree root, const Vocabulary& vocabulary,
                             const std::vector<Override>& overrides, Diagnostics complaints);

// Applies --set to the tree.
void ApplyOverrides(const std::vector<Override>& overrides, Tree& root, Diagnostics& complaints);

void ReadClusters(Reader& top, const Vocabulary& vocabulary, Scenario& scenario);
void ReadTopics(Reader& top, Scenario& scenario);
void ReadProducers(Reader& top, Scenario& scenario);
void ReadMonitors(Reader& top, Scenario& scenario);
void ReadConsumers(Reader& top, Scenario& scenario);
void ReadSteps(Reader& top, const Vocabulary& vocabulary, Scenario& scenario);
void ReadAbort(Reader& top, const Vocabulary& vocabulary, Scenario& scenario);
// require, ignore, expect, limits, fail_on
void ReadWants(Reader& top, Scenario& scenario);

// Impossible combinations: values that are right alone and wrong together.
void CheckWhole(const Tree& root, const Scenario& scenario, Diagnostics& complaints);
// Topics, partitions, nodes, agents, racks and steps that targets and states name are there.
void CheckWords(const Tree& root, const Scenario& scenario, Diagnostics& complaints);
// Names of steps, and steps that would wait for each other for ever.
void CheckSteps(const Tree& root, const Scenario& scenario, Diagnostics& complaints);
// More nodes down at once than there are, as far as times alone make it certain.
void CheckDown(const Tree& root, const Vocabulary& vocabulary, const Scenario& scenario,
               Diagnostics& complaints);

// Faults that would certainly leave a partition without any replica, unless that is allowed.
void CheckDestructive(const Tree& root, const Vocabulary& vocabulary, const Scenario& scenario,
                      Diagnostics& complaints);
// Settings, as far as the vocabulary knows them. Last, because it leaves out what was said already.
void CheckSettings(const Tree& root, const Vocabulary& vocabulary, const Scenario& scenario,
                   Diagnostics& complaints, Diagnostics& notes);

// Drivers: the keys that are theirs, and what faults need of them.
void CheckDriver(const Tree& root, const Vocabulary& vocabulary, const Scenario& scenario,
                 Diagnostics& complaints);
// Clients: there is such a kind and version, it can be this agent, and what stands beside it fits.
void CheckClients(const Tree& root, const Vocabulary& vocabulary, const Scenario& scenario,
                  Diagnostics& complaints);
// Dynamic quorums: this Kafka can have one, and a step that changes voters has one.
void CheckQuorum(const Tree& root, const Vocabulary& vocabulary, const Scenario& scenario,
                 Diagnostics& complaints);

// The `cluster` of a part; the only cluster when it does not say. A diagnostic when there is no
// cluster of that name.
void ReadClusterName(Reader& part, const Scenario& scenario, std::string& cluster);
// `monitors: {count: 2}` is one monitor called "monitor"; anything else is a map of monitors by
// name.
bool IsOneMonitor(const Tree& monitors);
// The `client` of a producer, monitor or consumer; that there is such a one is CheckClients' to
// say.
void ReadClient(Reader& part, std::string& client);
// A name of producers, monitors or consumers ("producer") that differs from the names that the
// harness gives.
void CheckAgentName(const Tree& named, const std::string& kind, Diagnostics& complaints);
// The `topics` of a producer or consumer; all of the cluster when it does not say. `what_for` is
// for people: "send to".
void ReadTopicNames(Reader& part, const Scenario& scenario, const std::string& cluster,
                    const std::string& what_for, std::vector<std::string>& topics);
// The `crash` of a producer or consumer, at one of these points.
void ReadCrash(Reader& part, const std::vector<std::string>& points, CrashSpec& crash);
// The `transaction` of a producer or consumer; true when it is there.
bool ReadTransaction(Reader& part, TransactionSpec& transaction);
// An integer that becomes kUnread when it is there and wrong.
void ReadInt(Reader& part, const std::string& key, std::int32_t least, std::int32_t most,
             std::int32_t& value);

const TopicSpec* FindTopic(const Scenario& scenario, const std::string& cluster,
                           const std::string& name);
const FaultForm* FindFaultForm(const Vocabulary& vocabulary, const std::string& name);
// The keys that lead to a cluster: `cluster`, or its name under `clusters`.
std::vector<std::string> ClusterPath(const Tree& root, const std::string& name);
// Likewise of a monitor: `monitors` has a short form, which is one monitor without a name.
std::vector<std::string> MonitorPath(const Tree& root, const std::string& name);
// The place of a part by its keys, or of the nearest part above it that is in the file.
SourcePlace PlaceOf(const Tree& root, const std::vector<std::string>& path);

}  // namespace kproof
