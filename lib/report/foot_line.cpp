#include "report/foot_line.h"

#include <fmt/format.h>

#include <filesystem>
#include <vector>

#include "core/build_info.h"
#include "core/text.h"
#include "report/markdown.h"

namespace hybrid::report {

namespace {

/// Returns "base b.npz (0123456789ab)": role, file and the first digits of its SHA-256.
std::string words_of(const runs::FileRecord& input) {
  constexpr std::size_t kDigits = 12;
  const std::filesystem::path path(input.path);
  // A folder may be given with a slash at its end.
  const std::filesystem::path name = path.has_filename() ? path.filename() : path.parent_path().filename();
  const std::size_t colon = input.sha256.find(':');
  const std::size_t length = (colon == std::string::npos ? 0 : colon + 1) + kDigits;
  return fmt::format("{} {} ({})", input.role, name.string(), input.sha256.substr(0, length));
}

}  // namespace

std::string foot_line(std::string_view command, std::span<const runs::FileRecord> inputs) {
  std::vector<std::string> words;
  for (const auto& input : inputs) words.push_back(words_of(input));
  return markdown_line(
      fmt::format("Made by {} {}, commit {}{}{}; manifest.json has the command line and all hashes.", command,
                  build_info().version, build_info().commit, words.empty() ? "" : ", from ", join(words)));
}

}  // namespace hybrid::report
