#include "harness/cli/matrix_file.h"

#include <filesystem>

#include "harness/base/error.h"
#include "harness/base/random.h"
#include "harness/cli/book.h"
#include "harness/cli/cells.h"
#include "harness/cli/load.h"
#include "harness/run/vocabulary.h"

namespace kproof {
namespace {

std::string FindBeside(const std::string& matrix_file, const std::string& name) {
  const auto beside = std::filesystem::path(matrix_file).parent_path() / name;
  std::error_code failed;
  for (const auto& path : {beside, std::filesystem::path(beside.string() + ".yaml")})
    if (std::filesystem::is_regular_file(path, failed)) return path.string();
  return FindScenario(name);
}

}  // namespace

bool IsMatrixFile(const std::string& file) {
  try {
    return IsMatrix(ReadScenarioFile(file));
  } catch (const Error&) {
    return false;
  }
}

LoadedMatrix LoadMatrix(const std::string& file, const MatrixFlags& flags) {
  auto parsed = ParseMatrix(file, ReadScenarioFile(file));
  LoadedMatrix loaded;
  if (!parsed.matrix) {
    loaded.planned.diagnostics = std::move(parsed.diagnostics);
    return loaded;
  }
  auto& matrix = *parsed.matrix;
  loaded.replaced_seed = flags.seed && matrix.seed && *flags.seed != *matrix.seed;
  if (flags.seed) matrix.seed = flags.seed;
  loaded.seeded = matrix.seed.has_value();
  loaded.planned =
      PlanMatrix(matrix, TheVocabulary(),
                 {.seed = EntropySeed() % 1'000'000,
                  .repeat = flags.repeat,
                  .sets = ParseSets(flags.sets),
                  .group_by_clusters = flags.group_by_clusters,
                  .find = [&](const std::string& name) { return FindBeside(file, name); },
                  .read = ReadScenarioFile});
  return loaded;
}

}  // namespace kproof
