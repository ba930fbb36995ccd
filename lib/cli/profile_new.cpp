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
#include "cli/profile_numbers.h"
#include "config/load.h"
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

constexpr const char* kNoSource = "assumed: given by the user, no source";
constexpr std::string_view kEnergyPerInput = "--energy-per-input", kEnergyPerSend = "--energy-per-send";

struct NewOptions {
  std::string out, name, description, from, source;
  std::array<std::string, kProfileNumbers> words;
  bool ask = false, force = false;

  bool given(std::string_view flag) const {
    return !words[static_cast<std::size_t>(std::ranges::find(profile_numbers(), flag, &ProfileNumber::flag) -
                                           profile_numbers().begin())]
                .empty();
  }
  bool any(ProfileKind kind) const {
    for (std::size_t i = 0; i < kSleepNumber; ++i)
      if (profile_numbers()[i].kind == kind && !words[i].empty()) return true;
    return false;
  }
  bool empty() const { return std::ranges::all_of(words, &std::string::empty); }
};

/// @throws UsageError naming the flag and how the number is written
double number_of(const ProfileNumber& number, const std::string& word) {
  if (number.unit == "share") return parse_shares(number.flag, {word}).front();
  const double value = parse_amounts(number.flag, {word}, number.unit).front();
  if (number.unit.empty() && (value < 7 || value > 12 || value != static_cast<int>(value)))
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
  for (std::size_t i = 0; i < kProfileNumbers; ++i) {
    const ProfileNumber& number = profile_numbers()[i];
    const bool is_lora = number.unit.empty();
    if ((number.kind != chosen && i != kSleepNumber) || !options.words[i].empty() || is_lora) continue;
    const std::string unit = number.unit == "share" ? "" : fmt::format(", {}", number.unit);
    const bool required =
        number.required || (number.flag == kEnergyPerSend && options.given(kEnergyPerInput));
    options.words[i] = asked(fmt::format("{}{}?", number.words, unit),
                             [&](const std::string& answer) { return refusal_of(number, required, answer); });
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

/// Returns the name of the kind with flags of it.
const char* in_words(ProfileKind kind) {
  return kind == ProfileKind::lumps ? "whole costs (--latency-per-send, ...)"
                                    : "parts (--macs-per-second, ...)";
}

/// Checks that all flags are of one kind, that of the profile to start from if there is one.
void check_kinds(const NewOptions& options, const SystemProfile& from) {
  if (options.any(ProfileKind::lumps) && options.any(ProfileKind::parts))
    throw UsageError(fmt::format("a profile has either {} or {}: leave out the flags of one kind",
                                 in_words(ProfileKind::lumps), in_words(ProfileKind::parts)));
  const ProfileKind other = from.kind == ProfileKind::lumps ? ProfileKind::parts : ProfileKind::lumps;
  if (!options.from.empty() && options.any(other))
    throw UsageError(
        fmt::format("the profile {} has {} and takes no {}: leave out --from, or the flags of the other kind",
                    options.from, in_words(from.kind), in_words(other)));
}

/// Checks that sending is not free because its cost was forgotten; a cost of 0 must be given as such.
void check_sending(const NewOptions& options, const cost::LumpsConfig& lumps) {
  const auto forgotten = [&](std::string_view input, std::string_view send, const cost::LumpConfig& lump) {
    return options.given(input) && !options.given(send) && lump.per_offload <= 0;
  };
  if (forgotten("--latency-per-input", "--latency-per-send", lumps.latency_ms))
    throw UsageError("--latency-per-input needs --latency-per-send: without it sending would take no time");
  if (forgotten(kEnergyPerInput, kEnergyPerSend, lumps.energy_mj))
    throw UsageError("--energy-per-input needs --energy-per-send: without it sending would take no energy");
}

/// Checks that the numbers suffice for a profile, in the words of the flags.
void check_numbers(const NewOptions& options, const SystemProfile& profile) {
  if (profile.kind == ProfileKind::lumps && profile.lumps.latency_ms.per_input <= 0 &&
      profile.lumps.latency_ms.per_offload <= 0)
    throw UsageError("give --latency-per-input or --latency-per-send, or the parts: --macs-per-second, ...");
  if (profile.kind == ProfileKind::lumps) {
    check_sending(options, profile.lumps);
    return;
  }
  const cost::LinkConfig& link = profile.parts.link;
  if (profile.parts.device.macs_per_second.value <= 0)
    throw UsageError("parts need --macs-per-second, the speed of the device");
  if (link.bits_per_second.value <= 0 && link.lora.spreading_factor == 0)
    throw UsageError("parts need --bits-per-second, the rate of the radio, or for LoRa --spreading-factor");
  if (link.lora.spreading_factor > 0 && link.message_bytes.value <= 0)
    throw UsageError(
        "LoRa needs --message-bytes: in Europe 222 at SF7 and SF8, 115 at SF9, 51 at SF10 to SF12");
}

SystemProfile profile_of(const NewOptions& options, Logger& log) {
  SystemProfile profile;
  if (!options.from.empty()) profile = find_profile(options.from, log);
  check_kinds(options, profile);
  if (options.any(ProfileKind::parts)) profile.kind = ProfileKind::parts;
  if (profile.kind == ProfileKind::lumps) profile.parts = {};
  if (profile.kind == ProfileKind::parts) profile.lumps = {};
  const std::string source = options.source.empty() ? kNoSource : options.source;
  if (!cost::is_a_source(source))
    throw UsageError(
        fmt::format("--source is '{}', must begin with measured, datasheet, paper or assumed", source));
  for (std::size_t i = 0; i < kProfileNumbers; ++i)
    if (!options.words[i].empty())
      profile_numbers()[i].set(profile, number_of(profile_numbers()[i], options.words[i]), source);
  check_numbers(options, profile);
  const std::string stem = std::filesystem::path(options.out).stem().string();
  profile.name = options.name.empty() ? stem : options.name;
  if (!options.description.empty())
    profile.description = options.description;
  else if (options.from.empty())
    profile.description = fmt::format("{}; written by hybrid profile new", source);
  return profile;
}

/// Returns the file's text after reading it as --profile does.
/// @throws UsageError for what --profile would refuse
std::string text_of(const SystemProfile& profile, const std::string& file) {
  std::string text = config::to_short_yaml(profile);
  try {
    (void)config::load_text<SystemProfile>(text, file);
  } catch (const ConfigError& error) {
    throw UsageError(error.diagnostics().front().message);
  }
  return text;
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
  const std::string text = text_of(profile, options.out);
  cost::warn_of_doubts(profile, log);
  cost::warn_of_slow_sending(profile, cost::paper_workload(), log);
  write_file_atomically(options.out, text);
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
  for (std::size_t i = 0; i < kProfileNumbers; ++i) {
    const ProfileNumber& number = profile_numbers()[i];
    const char* group = i == kSleepNumber                   ? "Either"
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
