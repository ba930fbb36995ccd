#include "runs/check_run.h"

#include <algorithm>
#include <iterator>

#include "core/error.h"
#include "core/sha256.h"

namespace hybrid::runs {

namespace fs = std::filesystem;

namespace {

/// Returns the files in the run's folder that its manifest does not list, as relative paths.
std::vector<std::string> unlisted_files(const FinishedRun& run) {
  std::vector<std::string> found;
  for (fs::recursive_directory_iterator entry(run.path()), end; entry != end; ++entry) {
    if (entry.depth() == 0 && is_for_placement(entry->path().filename())) {
      entry.disable_recursion_pending();
      continue;
    }
    const std::string relative = entry->path().lexically_relative(run.path()).string();
    if (!entry->is_directory() && relative != kManifest && !run.has(relative)) found.push_back(relative);
  }
  std::ranges::sort(found);
  return found;
}

}  // namespace

std::string_view name_of(FileFault::Kind kind) {
  switch (kind) {
    case FileFault::Kind::changed:
      return "changed";
    case FileFault::Kind::missing:
      return "missing";
    case FileFault::Kind::unlisted:
      return "unlisted";
    case FileFault::Kind::input_changed:
      return "input changed";
    case FileFault::Kind::input_missing:
      return "input missing";
  }
  HYBRID_CHECK(false, "kind {} is not one of ours", static_cast<int>(kind));
}

std::vector<FileFault> check_inputs(const Manifest& manifest) {
  std::vector<FileFault> faults;
  for (const FileRecord& input : manifest.inputs) {
    FileFault fault{.path = input.path, .role = input.role, .then = input.sha256};
    if (!fs::exists(input.path)) {
      fault.kind = FileFault::Kind::input_missing;
    } else {
      fault.kind = FileFault::Kind::input_changed;
      fault.now = record_file(input.role, input.path).sha256;
    }
    if (fault.now != fault.then) faults.push_back(std::move(fault));
  }
  return faults;
}

RunCheck check_run(const FinishedRun& run, bool with_inputs) {
  RunCheck check;
  for (const FileRecord& output : run.manifest().outputs) {
    FileFault fault{.path = output.path, .role = {}, .now = {}, .then = output.sha256};
    const fs::path file = run.path() / output.path;
    if (!fs::exists(file)) {
      fault.kind = FileFault::Kind::missing;
    } else {
      fault.now = sha256_of(file);
      ++check.files;
      if (fs::is_regular_file(file)) check.bytes += fs::file_size(file);
    }
    if (fault.now != fault.then) check.faults.push_back(std::move(fault));
  }
  for (std::string& path : unlisted_files(run))
    check.faults.push_back({.kind = FileFault::Kind::unlisted, .path = std::move(path)});
  if (with_inputs) {
    std::ranges::move(check_inputs(run.manifest()), std::back_inserter(check.faults));
    check.inputs = run.manifest().inputs.size();
  }
  return check;
}

}  // namespace hybrid::runs
