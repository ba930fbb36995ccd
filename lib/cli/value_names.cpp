#include "cli/value_names.h"

#include <algorithm>
#include <array>

#include "cli/parser.h"
#include "core/text.h"

namespace hybrid::cli {

namespace {

struct ValueName {
  std::string_view value;
  std::string_view options;  ///< separated by blanks; "data-fetch:to" is that of one command
};

// The first row with the option counts.
constexpr std::array kValueNames{
    ValueName{"FOLDER",
              "evaluate:out train:out train-exits:out simulate:out reproduce:out cost:out rerun:out "
              "data-prepare:out report:tables reproduce:runs runs:folder root data-fetch:to mirror"},
    ValueName{
        "FILE",
        "out full-curve base cloud tune-base tune-cloud scores tune-scores config slices html index table file "
        "weights path payloads sets latex csv"},
    ValueName{"MS", "latency deadline latency-per-input latency-per-send message-latency cloud-latency"},
    ValueName{"MJ", "energy energy-per-input energy-per-send message-energy"},
    ValueName{"MW", "active-power transmit-power sleep-power"},
    ValueName{"POWER", "sleep"},
    ValueName{"CHARGE", "battery"},
    ValueName{"RATE", "rate"},
    ValueName{"DAYS", "life"},
    ValueName{"MACS", "macs base-macs cloud-macs router-macs macs-per-second"},
    ValueName{"BYTES", "input-bytes bytes message-bytes"},
    ValueName{"BITS", "bits-per-second"},
    ValueName{"SHARE",
              "coverage sent accuracy confidence tune-fraction base-accuracy cloud-accuracy crop duty-cycle"},
    ValueName{"POINTS", "claim"},
    ValueName{"NUMBER", "price value threshold mean std"},
    ValueName{"N",
              "seed seeds tune-limit repeats bootstrap threads batch calibrate limit resolution payload-size "
              "epochs classes n tune-n image-size quality spreading-factor"},
    ValueName{"METHOD", "method methods against"},
    ValueName{"RUN", "run runs"},
    ValueName{"PROFILE", "profile from"},
    ValueName{"KEY=VALUE", "set"},
    ValueName{"NETWORK", "model models"},
    ValueName{"DEVICE", "device"},
    ValueName{"LAYER", "after"},
    ValueName{"COST", "value-of"},
    ValueName{"UTILITY", "utility"},
    ValueName{"PAYLOAD", "payload"},
    ValueName{"FAMILY", "family"},
    ValueName{"FORMAT", "features pictures"},
    ValueName{"LIBRARY", "model-export:names"},
    ValueName{"PREFIX", "prefix"},
    ValueName{"TEXT", "source description"},
    ValueName{"NAME",
              "name data split compute precision resize class-order on-bad-image recalibrate what tables"},
};

bool names_option(std::string_view options, std::string_view option) {
  const auto all = split(options, ' ');
  return std::ranges::find(all, option) != all.end();
}

std::string_view name_of(std::string_view command, std::string_view option) {
  const std::string of_command = std::string(command) + ":" + std::string(option);
  for (const auto& [value, options] : kValueNames)
    if (names_option(options, of_command) || names_option(options, option)) return value;
  return {};
}

}  // namespace

void name_values(CLI::App& app, std::string_view command) {
  for (CLI::Option* option : app.get_options()) {
    if (!takes_value(*option)) continue;
    const std::string name =
        option->get_lnames().empty() ? option->get_single_name() : option->get_lnames().front();
    // A check of CLI11 that lists its words, TEXT:{a,b}, says more than a name.
    const std::string_view value = name_of(command, name);
    if (!value.empty() && option->get_type_name().find('{') == std::string::npos)
      option->type_name(std::string(value));
  }
  for (CLI::App* part : app.get_subcommands({}))
    name_values(*part, std::string(command) + "-" + part->get_name());
}

std::string value_of(const CLI::Option& option) {
  if (!takes_value(option)) return "";
  const std::string name = option.get_type_name();
  if (option.get_delimiter() == ',') return name + ",...";
  return option.get_expected_max() > 1 ? name + " ..." : name;
}

}  // namespace hybrid::cli
