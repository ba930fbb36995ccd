#include "cli/payload_candidates.h"

#include "core/error.h"
#include "core/text.h"

namespace hybrid::cli {

namespace {

void check(const ProblemOptions& data, const std::vector<std::string>& clouds) {
  if (!data.more_clouds.empty())
    throw UsageError(
        fmt::format("--cloud is given several times, but the payloads of one cloud model are one list: "
                    "--cloud {},{}",
                    data.cloud, join(data.more_clouds, ",")));
  if (!data.run.empty() || data.base.empty() || clouds.empty() || clouds.front().empty())
    throw UsageError(
        "payloads are compared on prediction sets: give --base, and with --cloud a list with a set for "
        "each payload (raw.npz,jpeg75.npz)");
  if (data.cross_fit || !data.tune_base.empty() || !data.tune_cloud.empty())
    throw UsageError(
        "a payload is chosen on the tuning part of one split: leave out --cross-fit, --tune-base and "
        "--tune-cloud");
  if (clouds.size() < 2)
    throw UsageError(fmt::format("--cloud names one set, {}; give one for each payload (raw.npz,jpeg75.npz)",
                                 clouds.front()));
  require_distinct("--cloud", clouds);
}

}  // namespace

std::vector<workflows::PayloadCandidate> load_payloads(const ProblemOptions& data,
                                                       const std::vector<std::string>& clouds,
                                                       const std::string& method, Logger& log) {
  check(data, clouds);
  const cost::SystemProfile profile =
      find_profile(data.profile.empty() ? "stm32f746-nbiot" : data.profile, log);
  ProblemOptions pair = data;
  pair.cloud = clouds.front();
  return workflows::load_payloads(source_of(pair, log), clouds, method, profile, log);
}

}  // namespace hybrid::cli
