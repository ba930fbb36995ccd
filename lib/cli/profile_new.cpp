#include "cli/profile_new.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/cost_ledger.h"
#include "cli/output.h"
#include "config/writer.h"
#include "core/command_line.h"
#include "core/error.h"
#include "core/files.h"
#include "core/text.h"
#include "core/units.h"
#include "cost/plausible.h"

namespace hybrid::cli {

namespace {

using cost::ProfileKind;
using cost::SystemProfile;

/// A number of a profile: the flag and the question by which it is given.
struct ProfileNumber {
  const char* flag;
  const char* words;
  std::string_view unit;
  ProfileKind kind;
  bool required;
  void (*set)(SystemProfile& profile, double value, const std::string& source);
};

void set(cost::Sourced& sourced, double value, const std::string& source) {
  sourced = {value, source};
}

constexpr std::array<ProfileNumber, 16> kNumbers{{
    {"--latency-per-input", "time of the device for every input", "ms", ProfileKind::lumps, false,
     [](SystemProfile& p, double v, const std::string& s) {
       p.lumps.latency_ms.per_input = v;
       p.lumps.latency_ms.source = s;
     }},
    {"--latency-per-send", "time on top for an input that is sent, until the answer is there", "ms",
     ProfileKind::lumps, true,
     [](SystemProfile& p, double v, const std::string& s) {
       p.lumps.latency_ms.per_offload = v;
       p.lumps.latency_ms.source = s;
     }},
    {"--energy-per-input", "energy of the device for every input", "mJ", ProfileKind::lumps, false,
     [](SystemProfile& p, double v, const std::string& s) {
       p.lumps.energy_mj.per_input = v;
       p.lumps.energy_mj.source = s;
     }},
    {"--energy-per-send", "energy of the device on top for an input that is sent", "mJ", ProfileKind::lumps,
     false,
     [](SystemProfile& p, double v, const std::string& s) {
       p.lumps.energy_mj.per_offload = v;
       p.lumps.energy_mj.source = s;
     }},
    {"--macs-per-second", "multiply-accumulates that the device does in a second", "MAC/s",
     ProfileKind::parts, true,
     [](SystemProfile& p, double v, const std::string& s) { set(p.parts.device.macs_per_second, v, s); }},
    {"--active-power", "power of the device while it computes", "mW", ProfileKind::parts, false,
     [](SystemProfile& p, double v, const std::string& s) { set(p.parts.device.active_power_mw, v, s); }},
    {"--bits-per-second", "rate at which the radio sends", "bit/s", ProfileKind::parts, true,
     [](SystemProfile& p, double v, const std::string& s) {
       set(p.parts.link.bits_per_second, v, s);
       p.parts.link.lora = {};
     }},
    {"--spreading-factor", "instead of a rate, for LoRa: 7 to 12", "", ProfileKind::parts, false,
     [](SystemProfile& p, double v, const std::string& s) {
       p.parts.link.lora.spreading_factor = static_cast<int>(v);
       p.parts.link.lora.source = s;
       p.parts.link.bits_per_second = {};
     }},
    {"--transmit-power", "power of the device while it sends", "mW", ProfileKind::parts, false,
     [](SystemProfile& p, double v, const std::string& s) { set(p.parts.link.transmit_power_mw, v, s); }},
    {"--message-bytes", "payload of one message, at most; 0: any size", "bytes", ProfileKind::parts, false,
     [](SystemProfile& p, double v, const std::string& s) { set(p.parts.link.message_bytes, v, s); }},
    {"--message-latency", "time that each message takes whatever its size: connection, answer", "ms",
     ProfileKind::parts, false,
     [](SystemProfile& p, double v, const std::string& s) { set(p.parts.link.message_ms, v, s); }},
    {"--message-energy", "energy that each message takes whatever its size, with the radio's tail", "mJ",
     ProfileKind::parts, false,
     [](SystemProfile& p, double v, const std::string& s) { set(p.parts.link.message_mj, v, s); }},
    {"--duty-cycle", "share of the time in which the radio may send (0.01, 1%); 0: no limit", "share",
     ProfileKind::parts, false,
     [](SystemProfile& p, double v, const std::string& s) { set(p.parts.link.duty_cycle, v, s); }},
    {"--bytes", "bytes that are sent for an input; without it the run's own input, raw", "bytes",
     ProfileKind::parts, false,
     [](SystemProfile& p, double v, const std::string& s) {
       p.parts.payload.bytes = v;
       p.parts.payload.source = s;
     }},
    {"--cloud-latency", "time of network and cloud for an input that is sent", "ms", ProfileKind::parts,
     false, [](SystemProfile& p, double v, const std::string& s) { set(p.parts.cloud_latency_ms, v, s); }},
    {"--sleep-power", "power of the whole board between two inputs", "mW", ProfileKind::lumps, false,
     [](SystemProfile& p, double v, const std::string& s) { set(p.sleep_power_mw, v, s); }},
}};
constexpr std::size_t kSleep = kNumbers.size() - 1;  // of either kind

constexpr const char* kNoSource = "assumed: given by the user, no source";

struct NewOptions {
  std::string out, name, description, from, source;
  std::array<std::string, kNumbers.size()> words;
  bool ask = false, force = false;

  bool any(ProfileKind kind) const {
    for (std::size_t i = 0; i < kSleep; ++i)
      if (kNumbers[i].kind == kind && !words[i].empty()) return true;
    return false;
  }
  bool empty() const { return std::ranges::all_of(words, &std::string::empty); }
};

/// @throws UsageError naming the flag and how the number is written
double number_of(const ProfileNumber& number, const std::string& word) {
  if (number.unit == "share") return parse_shares(number.flag, {word}).front();
  const double value = parse_amounts(number.flag, {word}, number.unit).front();
  if (number.unit.empty() && (value != static_cast<int>(value) || value < 7 || value > 12))
    throw UsageError(fmt::format("{} takes a whole number from 7 to 12, not '{}'", number.flag, word));
  return value;
}

/// Returns the line that the user types; std::nullopt at the end of the input.
std::optional<std::string> answer_to(const std::string& question) {
  print("{} ", question);
  flush_output();
  std::string line;
  if (!std::getline(std::cin, line)) return std::nullopt;
  const auto first = line.find_first_not_of(" \t\r"), last = line.find_last_not_of(" \t\r");
  return first == std::string::npos ? "" : line.substr(first, last - first + 1);
}

std::string asked(const std::string& question, const auto& refusal_of) {
  while (true) {
    const auto answer = answer_to(question);
    if (!answer) throw UsageError("the answers end before the last question");
    const std::string refusal = refusal_of(*answer);
    if (refusal.empty()) return *answer;
    print("  {}\n", refusal);
  }
}

/// Returns what is wrong with the answer; empty if nothing.
std::string refusal_of(const ProfileNumber& number, bool required, const std::string& answer) {
  if (answer.empty()) return required ? "this number is needed" : "";
  try {
    (void)number_of(number, answer);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

/// Asks for everything that was not given.
void ask(NewOptions& options) {
  print("A cost profile says what an input costs on your device. Enter skips a question.\n");
  const std::string kind =
      asked("Did you measure whole inferences (w), or do you know speed, power and radio rate (p)? [w/p]",
            [](const std::string& answer) { return answer == "w" || answer == "p" ? "" : "answer w or p"; });
  const ProfileKind chosen = kind == "w" ? ProfileKind::lumps : ProfileKind::parts;
  for (std::size_t i = 0; i < kNumbers.size(); ++i) {
    const ProfileNumber& number = kNumbers[i];
    const bool is_lora = number.unit.empty();
    if ((number.kind != chosen && i != kSleep) || !options.words[i].empty() || is_lora) continue;
    const std::string unit = number.unit == "share" ? "" : fmt::format(", {}", number.unit);
    options.words[i] = asked(fmt::format("{}{}?", number.words, unit), [&](const std::string& answer) {
      return refusal_of(number, number.required, answer);
    });
  }
  if (options.source.empty())
    options.source = asked("Where are the numbers from (\"measured: ...\", \"datasheet: ...\")?",
                           [](const std::string& answer) {
                             return answer.empty() || cost::is_a_source(answer)
                                        ? ""
                                        : "begin with measured, datasheet, paper or assumed";
                           });
  if (options.out.empty()) {
    options.out = asked("File to write? [board.yaml]", [](const std::string&) { return ""; });
    if (options.out.empty()) options.out = "board.yaml";
  }
}

/// Checks that the numbers make a profile of one kind, in the words of the flags.
void check_numbers(const NewOptions& options, const SystemProfile& profile) {
  if (options.any(ProfileKind::lumps) && options.any(ProfileKind::parts))
    throw UsageError(
        "a profile has either whole costs (--latency-per-send, ...) or parts (--macs-per-second, ...): leave "
        "out the flags of one kind");
  if (profile.kind == ProfileKind::lumps && profile.lumps.latency_ms.per_input <= 0 &&
      profile.lumps.latency_ms.per_offload <= 0)
    throw UsageError("give --latency-per-input or --latency-per-send, or the parts: --macs-per-second, ...");
  if (profile.kind == ProfileKind::lumps) return;
  const cost::LinkConfig& link = profile.parts.link;
  if (profile.parts.device.macs_per_second.value <= 0)
    throw UsageError("parts need --macs-per-second, the speed of the device");
  if (link.bits_per_second.value <= 0 && link.lora.spreading_factor == 0)
    throw UsageError("parts need --bits-per-second, the rate of the radio, or for LoRa --spreading-factor");
}

SystemProfile profile_of(const NewOptions& options, Logger& log) {
  SystemProfile profile;
  if (!options.from.empty()) profile = find_profile(options.from, log);
  if (options.any(ProfileKind::lumps)) profile.kind = ProfileKind::lumps;
  if (options.any(ProfileKind::parts)) profile.kind = ProfileKind::parts;
  if (profile.kind == ProfileKind::lumps) profile.parts = {};
  if (profile.kind == ProfileKind::parts) profile.lumps = {};
  const std::string source = options.source.empty() ? kNoSource : options.source;
  if (!cost::is_a_source(source))
    throw UsageError(
        fmt::format("--source is '{}', must begin with measured, datasheet, paper or assumed", source));
  for (std::size_t i = 0; i < kNumbers.size(); ++i)
    if (!options.words[i].empty()) kNumbers[i].set(profile, number_of(kNumbers[i], options.words[i]), source);
  check_numbers(options, profile);
  const std::string stem = std::filesystem::path(options.out).stem().string();
  profile.name = options.name.empty() ? stem : options.name;
  if (!options.description.empty())
    profile.description = options.description;
  else if (options.from.empty())
    profile.description = fmt::format("{}; written by hybrid profile new", source);
  config::ConfigReport report;
  validate(profile, config::Findings(report));
  if (!report.diagnostics.empty()) throw UsageError(report.diagnostics.front().message);
  return profile;
}

void run_new(NewOptions options, Logger& log) {
  const bool terminal = ::isatty(STDIN_FILENO) == 1 && ::isatty(STDOUT_FILENO) == 1;
  if (options.ask || (terminal && options.empty() && options.from.empty()))
    ask(options);
  else if (options.empty() && options.from.empty())
    throw UsageError(
        "give the numbers, such as --latency-per-input 200ms --latency-per-send 2s --energy-per-input 10mJ "
        "--energy-per-send 216mJ --out board.yaml, or --ask to be asked for them");
  if (options.out.empty()) throw UsageError("give --out, the file to be written (board.yaml)");
  if (std::filesystem::path(options.out).extension() != ".yaml")
    throw UsageError(fmt::format("--out is '{}', must end in .yaml", options.out));
  if (std::filesystem::exists(options.out) && !options.force)
    throw UsageError(fmt::format("{} exists: give another --out, or --force to replace it", options.out));
  const SystemProfile profile = profile_of(options, log);
  cost::warn_of_doubts(profile, log);
  cost::warn_of_slow_sending(profile, cost::paper_workload(), log);
  write_file_atomically(options.out, config::to_short_yaml(profile));
  const bool parts = profile.kind == ProfileKind::parts;
  print("{}: {}\n\n{}", options.out, profile.name, ledger(price(profile, cost::paper_workload())));
  const std::string file = shell_path(options.out);
  log.info(
      "\n{}next:  hybrid cost --ledger --profile {}{}\n       hybrid evaluate --base BASE --cloud CLOUD "
      "--profile {}",
      parts ? "priced for the paper's model and input (12.79 M MACs, 27,648 bytes)\n" : "", file,
      parts ? " --base-macs 12.79M --input-bytes 27648" : "", file);
}

}  // namespace

void add_profile_new(CLI::App& profile, Action& chosen) {
  auto options = std::make_shared<NewOptions>();
  CLI::App* app = profile.add_subcommand("new", "write a profile from flags, or ask for its numbers");
  for (std::size_t i = 0; i < kNumbers.size(); ++i) {
    const ProfileNumber& number = kNumbers[i];
    const char* group = i == kSleep                         ? "Either"
                        : number.kind == ProfileKind::lumps ? "Whole costs, as measured"
                                                            : "Parts";
    app->add_option(number.flag, options->words[i],
                    number.unit.empty() || number.unit == "share"
                        ? std::string(number.words)
                        : fmt::format("{} ({})", number.words, number.unit))
        ->group(group);
  }
  app->add_option("--source", options->source,
                  "where these numbers are from: begins with measured, datasheet, paper or assumed");
  app->add_option("--from", options->from, "start from this profile: a name or a file");
  app->add_option("--name", options->name, "name of the profile (default: that of the file)");
  app->add_option("--description", options->description, "one line about it");
  app->add_option("--out", options->out, "the file to be written");
  app->add_flag("--ask", options->ask,
                "ask for what is not given; without numbers this is done on a terminal anyway");
  app->add_flag("--force", options->force, "replace the file");
  app->footer(
      "Examples:\n"
      "  hybrid profile new --latency-per-input 9ms --latency-per-send 350ms --energy-per-input 1.2mJ \\\n"
      "      --energy-per-send 45mJ --source \"measured: PPK2, 2026\" --out board.yaml\n"
      "  hybrid profile new --from nrf52840-ble --macs-per-second 25M --out board.yaml");
  app->parse_complete_callback(
      [&chosen, options] { chosen = [options](Logger& log) { run_new(*options, log); }; });
}

}  // namespace hybrid::cli
