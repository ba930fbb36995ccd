// What lib/README.md says of the library's folders, held against the sources themselves.

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

const fs::path kSource = HYBRID_SOURCE;
const fs::path kLibrary = kSource / "lib";

/// Longer than 300 lines, and still one idea each.
const std::set<std::string> kLongFiles{
    "lib/routing/router_c_parts.cpp",
    "lib/training/hybrid_predictions.cpp",
    "lib/training/hybrid_trainer.cpp",
    "lib/weights/pickle.cpp",
};

std::string read_file(const fs::path& path) {
  std::ifstream file(path);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> matches(const std::string& text, const std::string& pattern) {
  const std::regex expression(pattern);
  std::vector<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), expression); at != std::sregex_iterator(); ++at)
    found.push_back((*at)[1]);
  return found;
}

std::vector<std::string> lines_of(const fs::path& path) {
  return matches(read_file(path), "([^\n]*)\n");
}

/// The string literals of a source, as written; without raw strings, which are the generated C code.
std::vector<std::string> literals_of(const std::string& text) {
  std::vector<std::string> literals;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '/' && text.compare(i, 2, "//") == 0) {
      i = std::min(text.find('\n', i), text.size());
    } else if (c == '\'' && (i == 0 || std::isalnum(static_cast<unsigned char>(text[i - 1])) == 0)) {
      i += text[i + 1] == '\\' ? 3U : 2U;  // 'c' or '\n'; behind a digit it separates thousands
    } else if (c == '"' && i > 0 && text[i - 1] == 'R') {
      i = std::min(text.find(")\"", i), text.size()) + 1;
    } else if (c == '"') {
      std::string literal;
      while (++i < text.size() && text[i] != '"') {
        if (text[i] == '\\') literal += text[i++];
        literal += text[i];
      }
      literals.push_back(literal);
    }
  }
  return literals;
}

struct Row {
  std::string folder;
  std::vector<std::string> targets;
};

/// The first table of lib/README.md. A row without a target belongs to the one above it.
std::vector<Row> table() {
  std::vector<Row> rows;
  for (const auto& line : lines_of(kLibrary / "README.md")) {
    const auto folder = matches(line, R"(\[`([a-z_]+)/`\]\()");
    if (folder.size() != 1) continue;
    auto targets = matches(line, "`(hybrid_[a-z_]+)`");
    if (targets.empty() && !rows.empty()) targets = rows.back().targets;
    rows.push_back({folder.front(), targets});
  }
  return rows;
}

std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".h" || entry.path().extension() == ".cpp") files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

std::vector<std::string> own_includes(const fs::path& file) {
  return matches(read_file(file), "#include \"([^\"]+)\"");
}

/// What the sources of a target may include from: the folders of these targets.
std::set<std::string> reachable_targets(const Row& row) {
  static const std::map<std::string, std::set<std::string>> kReachable{
      {"hybrid_core", {"hybrid_core"}},
      {"hybrid_paper", {"hybrid_core", "hybrid_paper"}},
      {"hybrid_data", {"hybrid_core", "hybrid_data"}},
      {"hybrid_torch", {"hybrid_core", "hybrid_data", "hybrid_torch"}},
      {"hybrid_cli", {"hybrid_core", "hybrid_paper", "hybrid_data", "hybrid_torch", "hybrid_cli"}}};
  std::set<std::string> reachable;
  for (const auto& target : row.targets)
    if (const auto known = kReachable.find(target); known != kReachable.end())
      reachable.insert(known->second.begin(), known->second.end());
  return reachable;
}

bool share_one(const std::set<std::string>& some, const std::vector<std::string>& others) {
  return std::ranges::any_of(others, [&](const auto& other) { return some.contains(other); });
}

/// Every file that a source includes, directly or through others of the library.
std::set<fs::path> closure(const fs::path& source) {
  std::set<fs::path> seen{source};
  std::vector<fs::path> open{source};
  while (!open.empty()) {
    const fs::path file = open.back();
    open.pop_back();
    for (const auto& name : own_includes(file))
      if (fs::exists(kLibrary / name) && seen.insert(kLibrary / name).second) open.push_back(kLibrary / name);
  }
  return seen;
}

}  // namespace

TEST_CASE("every folder of the library has a row in lib/README.md, and every row a folder") {
  std::set<std::string> rows, folders;
  for (const auto& row : table()) rows.insert(row.folder);
  for (const auto& entry : fs::directory_iterator(kLibrary))
    if (entry.is_directory()) folders.insert(entry.path().filename());
  REQUIRE(rows.size() > 20);
  REQUIRE(rows == folders);
}

TEST_CASE("lib/CMakeLists.txt adds the folders in the order of lib/README.md") {
  std::vector<std::string> added, rows;
  for (const auto& row : table()) rows.push_back(row.folder);
  const std::string text = read_file(kLibrary / "CMakeLists.txt");
  for (const auto& words : matches(text, R"((foreach\(folder [a-z_\s]+|add_subdirectory\([a-z_]+)\))"))
    for (const auto& word : matches(words, R"([(\s]([a-z_]+))"))
      if (word != "folder") added.push_back(word);
  REQUIRE(added == rows);
}

TEST_CASE("a file includes only from its own folder and from folders above it in the table") {
  const auto rows = table();
  for (auto row = rows.begin(); row != rows.end(); ++row) {
    const auto reachable = reachable_targets(*row);
    REQUIRE_FALSE(reachable.empty());
    for (const auto& file : files_below(kLibrary / row->folder))
      for (const auto& include : own_includes(file)) {
        if (include == "git_commit.h") continue;  // made by the build
        const std::string folder = include.substr(0, include.find('/'));
        const auto from = std::ranges::find(rows, folder, &Row::folder);
        CAPTURE(file, include);
        REQUIRE(from != rows.end());
        REQUIRE(from <= row);
        REQUIRE(share_one(reachable, from->targets));
      }
  }
}

TEST_CASE("only sources of targets named torch include LibTorch") {
  std::size_t without = 0, with = 0;
  for (const auto& row : table()) {
    const std::string text = read_file(kLibrary / row.folder / "CMakeLists.txt");
    for (const auto& call : matches(text, R"(target_sources\(([a-z_]+ [^)]*)\))")) {
      const bool may = call.substr(0, call.find(' ')).ends_with("_torch");
      for (const auto& name : matches(call, R"(([a-z0-9_]+\.cpp))")) {
        ++(may ? with : without);
        if (may) continue;
        for (const auto& file : closure(kLibrary / row.folder / name)) {
          CAPTURE(row.folder, name, file);
          REQUIRE(matches(read_file(file), "#include <((torch|ATen|c10)/)").empty());
        }
      }
    }
  }
  REQUIRE(without > 200);
  REQUIRE(with > 10);
}

TEST_CASE("a program includes nothing of the library but its command line and core") {
  for (const auto& file : files_below(kSource / "apps"))
    for (const auto& include : own_includes(file)) {
      CAPTURE(file, include);
      REQUIRE((include.starts_with("cli/") || include.starts_with("core/")));
    }
}

TEST_CASE("headers are included once, and no file is longer than 300 lines unless it is listed") {
  for (const auto& file : files_below(kLibrary)) {
    const std::string text = read_file(file);
    CAPTURE(file);
    if (file.extension() == ".h") REQUIRE(text.starts_with("#pragma once\n"));
    if (!kLongFiles.contains(fs::relative(file, kSource))) REQUIRE(std::ranges::count(text, '\n') <= 300);
  }
}

TEST_CASE("the files that lib/README.md names are there") {
  std::size_t named = 0;
  for (const auto& name :
       matches(read_file(kLibrary / "README.md"), R"(`([a-z_]+/[a-zA-Z0-9_./]+\.[a-zA-Z]+)`)")) {
    CAPTURE(name);
    REQUIRE((fs::exists(kLibrary / name) || fs::exists(kSource / name)));
    ++named;
  }
  REQUIRE(named > 10);
}

TEST_CASE("only the command line names its flags") {
  // "--set" is the place of a value that was set there; reproduce/ shows the commands that made its numbers.
  const std::set<fs::path> may{kLibrary / "config/overrides.cpp"};
  std::size_t literals = 0, flags = 0;
  for (const auto& row : table())
    for (const auto& file : files_below(kLibrary / row.folder))
      for (const auto& literal : literals_of(read_file(file))) {
        ++literals;
        if (matches(literal, R"((?:^|[\s`'(])(--[a-z]))").empty()) continue;
        CAPTURE(file, literal);
        REQUIRE((row.folder == "cli" || row.folder == "reproduce" || may.contains(file)));
        ++flags;
      }
  REQUIRE(literals > 5000);
  REQUIRE(flags > 100);  // the scan finds those of cli/
}

TEST_CASE("what is printed and what becomes JSON goes through the functions that escape it") {
  const std::set<fs::path> prints{kLibrary / "core/printable.cpp", kLibrary / "cli/output.cpp",
                                  kLibrary / "routing/router_c_parts.cpp"};  // as text of a C program
  // Of values that were parsed from JSON, of numbers, or of names that are known to be UTF-8.
  const std::set<fs::path> dumps{kLibrary / "arch/json_place.cpp",
                                 kLibrary / "core/json_number.h",
                                 kLibrary / "core/json_text.h",
                                 kLibrary / "eval/workload.cpp",
                                 kLibrary / "image_index/list_shards.cpp",
                                 kLibrary / "image_index/readable_images.cpp",
                                 kLibrary / "routing/auto_router_file.cpp",
                                 kLibrary / "routing/router_net.cpp",
                                 kLibrary / "training/epoch_checkpoints.cpp",
                                 kLibrary / "weights/safetensors.cpp"};
  for (const auto& file : files_below(kLibrary)) {
    const std::string text = read_file(file);
    CAPTURE(file);
    if (!prints.contains(file))
      REQUIRE(matches(text, R"((fmt::print|std::cout|std::cerr|fputs|std::puts|[^n]printf\())").empty());
    if (!dumps.contains(file)) REQUIRE(matches(text, R"((\bdump\())").empty());
  }
}

TEST_CASE("a tag of a doc comment begins its line") {
  for (const auto& file : files_below(kLibrary)) {
    CAPTURE(file);
    REQUIRE(matches(read_file(file), R"(///[^\n]*[^\s/] (@(?:throws|return|param)))").empty());
  }
}

TEST_CASE("JSON from outside is parsed in one place, which limits its depth") {
  for (const auto& file : files_below(kLibrary)) {
    CAPTURE(file);
    if (file != kLibrary / "core/json.h")
      REQUIRE(
          matches(read_file(file), R"([jJ]son\s*::\s*(parse|from_[a-z]+|sax_parse|accept)\s*\()").empty());
  }
}

TEST_CASE("durations are measured with a clock that does not go back") {
  for (const auto& file : files_below(kLibrary)) {
    CAPTURE(file);
    // Times of day; names of system calls.
    if (file != kLibrary / "runs/manifest.cpp" && file != kLibrary / "core/sandbox.cpp")
      REQUIRE(
          matches(read_file(file), R"((system_clock|high_resolution_clock|\btime\(nullptr\)|gettimeofday))")
              .empty());
  }
}

TEST_CASE("docs/limits.md tells every limit, and the sources that it names have them") {
  const std::string page = read_file(kSource / "docs/limits.md");
  std::size_t limits = 0;
  for (const auto& name :
       matches(read_file(kLibrary / "core/limits.h"), R"(inline constexpr [a-zA-Z0-9_:]+ (k\w+))")) {
    if (name == "kMiB") continue;
    CAPTURE(name);
    REQUIRE(page.find("`" + name + "`") != std::string::npos);
    ++limits;
  }
  REQUIRE(limits == 15);
  REQUIRE(read_file(kLibrary / "eval/cascade_choice.h").find("kMostTiers = 4") != std::string::npos);
  REQUIRE(read_file(kLibrary / "images/image_files.h").find("kMaxPixels = 178'956'970") != std::string::npos);
}
