#include "cli/data_verify.h"

#include <algorithm>
#include <filesystem>

#include "cli/output.h"
#include "core/error.h"
#include "core/text.h"
#include "fetch/checksum.h"
#include "fetch/published_data.h"
#include "report/text_table.h"
#include "workflows/verify_data.h"

namespace hybrid::cli {

namespace fs = std::filesystem;

namespace {

std::string number(std::size_t value) {
  return with_thousands(static_cast<std::int64_t>(value));
}

void check_file(const fs::path& file) {
  const std::string folder = fs::absolute(file).parent_path().filename().string();
  const auto* published = fetch::find_published(folder, file.filename().string());
  const std::string md5 = fetch::md5_of(file);
  if (!published)
    throw DataError(file,
                    fmt::format("nothing is verified: its MD5 is {}, and none is published for a file of "
                                "that name{}; give the folder of a data set to have its files read",
                                md5, folder.empty() ? "" : " in a folder " + folder));
  const bool debian = md5 == published->debian_md5;
  if (md5 != published->md5 && !debian)
    throw DataError(file,
                    fmt::format("has the MD5 {}, published is {}: download it again", md5, published->md5));
  print("{}: MD5 {}, {}\n", file.string(), md5, debian ? "that of Debian's package" : "as published");
}

void print_found(const workflows::VerifiedData& found) {
  report::TextTable table{.header = {"", "examples", "classes", "tried", "unreadable", "passed over"}};
  for (const auto& split : found.splits)
    table.rows.push_back({split.name, number(split.examples), std::to_string(split.classes),
                          number(split.tried), number(split.unreadable),
                          split.other_files ? number(*split.other_files) : "-"});
  print_text(to_text(table));
  constexpr std::size_t kShown = 20;
  for (std::size_t i = 0; i < std::min(kShown, found.problems.size()); ++i) print("{}\n", found.problems[i]);
  if (found.problems.size() > kShown) print("... and {} more\n", found.problems.size() - kShown);
}

}  // namespace

bool tries_images(const std::string& path) {
  const fs::path name = fs::path(path).filename();
  return fs::is_directory(path) || name == "cifar-10-binary.tar.gz" || name == "cifar-100-binary.tar.gz";
}

void run_verify(const VerifyOptions& options, Logger& log) {
  if (options.path.empty()) throw UsageError("give the folder of a data set, or a file of one");
  if (!fs::exists(options.path)) throw DataError(options.path, "no such file or folder");
  if (!fs::is_directory(options.path)) check_file(options.path);
  if (!tries_images(options.path)) return;
  const workflows::VerifiedData found =
      workflows::verify_data({.folder = options.path, .all = options.all, .threads = options.threads}, log);
  for (const auto& file : found.not_compared) log.info("{}: its MD5 is compared with --all", file.string());
  print_found(found);
  if (!found.problems.empty())
    throw DataError(options.path, fmt::format("{} of its files cannot be used{}", found.problems.size(),
                                              options.all ? "" : "; --all tries every one"));
}

}  // namespace hybrid::cli
