#include "runs/run_differences.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <optional>

#include "core/error.h"
#include "core/files.h"
#include "core/sha256.h"
#include "core/text.h"
#include "predictions/npz.h"

namespace hybrid::runs {

namespace fs = std::filesystem;

namespace {

/// Counts a pair of numbers. Pairs with a number that is not finite differ more than any other.
void compare(double first, double second, const std::string& where, FileDifference& difference) {
  ++difference.numbers;
  if (std::bit_cast<std::uint64_t>(first) == std::bit_cast<std::uint64_t>(second)) return;
  const auto size = [](double a, double b) { return std::isfinite(a - b) ? std::abs(a - b) : HUGE_VAL; };
  if (difference.differing++ == 0 || size(first, second) > size(difference.first, difference.second)) {
    difference.first = first;
    difference.second = second;
    difference.where = where;
  }
}

/// A word of a text, or the characters between two words.
struct Token {
  std::string_view text;
  std::size_t line = 1;
};

/// Cuts a text into words and what is between them, so that numbers are words.
std::vector<Token> tokens_of(std::string_view text) {
  constexpr std::string_view kBetween = " \t\n\r,:;()[]{}\"'|%=<>/";
  std::vector<Token> tokens;
  std::size_t line = 1;
  for (std::size_t begin = 0; begin < text.size();) {
    const bool word = kBetween.find(text[begin]) == std::string_view::npos;
    const std::size_t end = std::min(
        word ? text.find_first_of(kBetween, begin) : text.find_first_not_of(kBetween, begin), text.size());
    tokens.push_back({text.substr(begin, end - begin), line});
    line += static_cast<std::size_t>(std::ranges::count(tokens.back().text, '\n'));
    begin = end;
  }
  return tokens;
}

void compare_texts(std::string_view first, std::string_view second, FileDifference& difference) {
  const std::vector<Token> a = tokens_of(first), b = tokens_of(second);
  const auto other_text = [&](std::size_t line) {
    difference.kind = FileDifference::Kind::content;
    difference.where = fmt::format("line {}", line);
  };
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    const auto x = parse_double(a[i].text), y = parse_double(b[i].text);
    if (x && y)
      compare(*x, *y, fmt::format("line {}", a[i].line), difference);
    else if (a[i].text != b[i].text)
      return other_text(a[i].line);
  }
  if (a.size() != b.size())
    return other_text((a.size() < b.size() ? b : a)[std::min(a.size(), b.size())].line);
  difference.kind = FileDifference::Kind::numbers;
}

void compare_arrays(const fs::path& first, const fs::path& second, FileDifference& difference) {
  const predictions::NpzFile a(first), b(second);
  if (a.names() != b.names()) return;
  for (const std::string& name : a.names()) {
    std::vector<double> x, y;
    try {
      x = a.read<double>(name);
      y = b.read<double>(name);
    } catch (const DataError&) {  // an array of text
      if (a.read_text(name) == b.read_text(name)) continue;
      difference.where = "array " + name;
      return;
    }
    if (x.size() != y.size()) return;
    for (std::size_t i = 0; i < x.size(); ++i)
      compare(x[i], y[i], fmt::format("array {}, row {}", name, i), difference);
  }
  difference.kind = FileDifference::Kind::numbers;
}

bool is_text(const fs::path& file) {
  const auto kinds = {".json", ".csv", ".md", ".yaml", ".gp", ".svg"};
  return std::ranges::find(kinds, file.extension().string()) != kinds.end();
}

FileDifference difference_in(const FileRecord& output, const FinishedRun& run, const FinishedRun& again) {
  FileDifference difference{.path = output.path, .where = {}};
  const fs::path first = run.path() / output.path;
  if (!fs::exists(first) || sha256_of(first) != output.sha256) {
    difference.kind = FileDifference::Kind::unreadable;
    return difference;
  }
  const fs::path second = again.verified(output.path);
  if (is_text(first)) compare_texts(read_file(first), read_file(second), difference);
  if (first.extension() == ".npz") compare_arrays(first, second, difference);
  return difference;
}

}  // namespace

std::string_view name_of(FileDifference::Kind kind) {
  switch (kind) {
    case FileDifference::Kind::numbers:
      return "numbers";
    case FileDifference::Kind::content:
      return "content";
    case FileDifference::Kind::gone:
      return "gone";
    case FileDifference::Kind::added:
      return "added";
    case FileDifference::Kind::unreadable:
      return "unreadable";
  }
  HYBRID_CHECK(false, "kind {} is not one of ours", static_cast<int>(kind));
}

std::vector<FileDifference> differences_in(const FinishedRun& run, const FinishedRun& again) {
  std::vector<FileDifference> found;
  const auto& outputs = again.manifest().outputs;
  for (const FileRecord& output : run.manifest().outputs) {
    const auto same = std::ranges::find(outputs, output.path, &FileRecord::path);
    if (same == outputs.end())
      found.push_back({.path = output.path, .kind = FileDifference::Kind::gone, .where = {}});
    else if (same->sha256 != output.sha256)
      found.push_back(difference_in(output, run, again));
  }
  for (const FileRecord& output : outputs)
    if (!run.has(output.path))
      found.push_back({.path = output.path, .kind = FileDifference::Kind::added, .where = {}});
  return found;
}

std::vector<std::string> circumstances_of(const Manifest& run, const Manifest& again) {
  std::vector<std::string> words;
  const auto add = [&](const std::string& what, const std::string& then, const std::string& now) {
    if (then != now) words.push_back(fmt::format("{} was {}, is {}", what, then, now));
  };
  add("the program's commit", run.commit, again.commit);
  add("the machine", run.machine, again.machine);
  for (const auto& [library, version] : again.libraries)
    if (const auto then = run.libraries.find(library); then != run.libraries.end())
      add(library, then->second, version);
  return words;
}

}  // namespace hybrid::runs
