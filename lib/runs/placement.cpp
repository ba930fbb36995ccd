#include "runs/placement.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <set>
#include <system_error>
#include <vector>

#include "core/error.h"
#include "core/files.h"
#include "core/new_file.h"
#include "core/paths.h"
#include "runs/manifest.h"
#include "runs/run_folder.h"

namespace hybrid::runs {

namespace fs = std::filesystem;

namespace {

constexpr const char* kReplaced = ".replaced";
constexpr const char* kPlacing = ".placing";

bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(path, ignored));
}

std::vector<fs::path> entries_of(const fs::path& folder) {
  std::vector<fs::path> entries;
  for (const auto& entry : fs::directory_iterator(folder)) entries.push_back(entry.path());
  std::ranges::sort(entries);
  return entries;
}

bool is_mount_point(const fs::path& folder) {
  struct statx status {};
  if (::statx(AT_FDCWD, folder.c_str(), 0, STATX_TYPE, &status) == 0 &&
      (status.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) != 0)
    return (status.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
  const auto own = id_of(folder), parent = id_of(folder / "..");
  return own && parent && own->device != parent->device;
}

bool is_or_contains_current_folder(const fs::path& folder) {
  std::error_code error;
  const fs::path from = fs::current_path(error).lexically_relative(fs::canonical(folder, error));
  return !error && !from.empty() && *from.begin() != "..";
}

/// Whether the finished run in a working folder is as its manifest says.
bool is_complete(const fs::path& folder) {
  if (!is_run(folder)) return false;
  try {
    FinishedRun::unchecked(folder).verify();
    return true;
  } catch (const DataError&) {
    return false;
  }
}

[[noreturn]] void refuse_occupied(const WorkingFolder& work, const fs::path& occupied) {
  throw DataError(
      occupied,
      fmt::format("appeared while the run was made, and is not replaced; the finished run is in {}: "
                  "move {} away and give the command again, which puts the run in its place",
                  work.path.string(), occupied.filename().string()));
}

void check_placed(const std::error_code& error, const WorkingFolder& work) {
  if (!error) return;
  throw DataError(work.run,
                  fmt::format("cannot be put in its place ({}); the finished run is in {}, and the same "
                              "command tries again",
                              error.message(), work.path.string()));
}

/// Renames to a name that is free.
std::error_code move_to_free(const fs::path& from, const fs::path& to) {
  const auto last_error = [] { return std::error_code(errno, std::generic_category()); };
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return {};
  if (errno != EINVAL && errno != ENOSYS) return last_error();
  if (is_there(to)) return std::make_error_code(std::errc::file_exists);  // a file system without this call
  return ::rename(from.c_str(), to.c_str()) == 0 ? std::error_code() : last_error();
}

/// Deletes what served the placement of the run in `folder`, the lock last.
void clean_up(const fs::path& folder, Logger& log) {
  std::error_code error;
  fs::remove_all(folder / kReplaced, error);
  if (error && is_there(folder / kReplaced))
    return log.warn("{}: the run that was replaced cannot be deleted ({})", (folder / kReplaced).string(),
                    error.message());
  for (const char* name : {kPlacing, kLockFile}) fs::remove(folder / name, error);
}

void place_beside(const WorkingFolder& work, std::optional<FolderId> replaced, Logger& log) {
  const fs::path aside = work.path / kReplaced;
  std::error_code error, ignored;
  if (replaced && id_of(work.run) == replaced) {
    fs::remove_all(aside, error);
    if (!error) fs::rename(work.run, aside, error);
    check_placed(error, work);
    if (id_of(aside) != replaced) {  // exchanged in the meantime
      fs::rename(aside, work.run, ignored);
      refuse_occupied(work, work.run);
    }
    sync_to_disk(work.path);
  }
  fs::rename(work.path, work.run, error);  // which replaces nothing but an empty folder
  if (error) {
    if (is_there(aside)) fs::rename(aside, work.run, ignored);
    if (is_there(work.run) && !(replaced && id_of(work.run) == replaced)) refuse_occupied(work, work.run);
    check_placed(error, work);
  }
  sync_to_disk(folder_of(work.run));
  clean_up(work.run, log);
}

/// Returns the names in a run's folder that belong to it.
std::set<std::string> names_of(const Manifest& manifest) {
  std::set<std::string> names{kManifest};
  for (const auto& output : manifest.outputs) names.insert(fs::path(output.path).begin()->string());
  return names;
}

/// Moves the run to be replaced aside, its manifest first, so that what is left does not pass as a run.
void move_aside(const WorkingFolder& work, bool replaces) {
  const fs::path aside = work.path / kReplaced;
  std::set<std::string> old;
  if (is_run(aside)) {  // begun before
    old = names_of(read_manifest(aside / kManifest));
  } else if (replaces) {
    old = names_of(read_manifest(work.run / kManifest));
  }
  for (const auto& entry : entries_of(work.path)) {
    const std::string name = entry.filename().string();
    if (!is_for_placement(name) && !old.contains(name) && is_there(work.run / name))
      refuse_occupied(work, work.run / name);
  }
  if (old.empty()) return;
  create_folders(aside);
  const auto move = [&](const std::string& name) {
    std::error_code error;
    if (is_there(work.run / name)) fs::rename(work.run / name, aside / name, error);
    check_placed(error, work);
  };
  move(kManifest);
  for (const auto& name : old) move(name);
  sync_to_disk(aside);
}

void place_inside(const WorkingFolder& work, bool replaces, Logger& log) {
  if (!is_there(work.path / kPlacing)) {
    move_aside(work, replaces);
    write_file_atomically(work.path / kPlacing, "");
  }
  const auto move_up = [&](const fs::path& entry) {
    const std::error_code error = move_to_free(entry, work.run / entry.filename());
    if (error == std::errc::file_exists) refuse_occupied(work, work.run / entry.filename());
    check_placed(error, work);
  };
  for (const auto& entry : entries_of(work.path))
    if (!is_for_placement(entry.filename()) && entry.filename() != kManifest) move_up(entry);
  sync_to_disk(work.run);
  move_up(work.path / kManifest);
  sync_to_disk(work.run);
  clean_up(work.path, log);
  ::rmdir(work.path.c_str());
}

}  // namespace

WorkingFolder working_folder(const fs::path& run) {
  const fs::path inside = run / kPartial;
  if (id_of(run) && (is_there(inside / kLockFile) || is_mount_point(run) ||
                     is_or_contains_current_folder(run) || ::access(folder_of(run).c_str(), W_OK) != 0))
    return {.run = run, .path = inside, .inside = true};
  return {.run = run, .path = run.string() + kPartial};
}

bool is_run(const fs::path& path) {
  return is_there(path / kManifest);
}

bool is_free(const fs::path& folder) {
  return !is_there(folder) ||
         (id_of(folder) && std::ranges::all_of(entries_of(folder), [](const fs::path& entry) {
            return entry.filename() == "lost+found" || (entry.filename() == kPartial && is_own(entry));
          }));
}

bool is_own(const fs::path& folder) {
  std::error_code ignored;
  return !fs::is_symlink(folder, ignored) && fs::is_directory(folder, ignored) &&
         (fs::is_regular_file(folder / kLockFile, ignored) || fs::is_empty(folder, ignored));
}

bool is_for_placement(const fs::path& name) {
  return name == kLockFile || name == kReplaced || name == kPlacing;
}

void clear(const fs::path& folder) {
  const auto remove = [](const fs::path& path) {
    std::error_code error;
    fs::remove_all(path, error);
    if (error) throw DataError(path, fmt::format("cannot be removed ({})", error.message()));
  };
  remove(folder / kManifest);
  for (const auto& entry : entries_of(folder))
    if (entry.filename() != kLockFile) remove(entry);
}

void remove_working_folder(const fs::path& folder) {
  try {
    clear(folder);
  } catch (const std::exception&) {  // the next command clears it
    return;
  }
  ::unlink((folder / kLockFile).c_str());
  ::rmdir(folder.c_str());  // not recursive: from now on the folder may be another process's
}

bool remove_if_empty(const fs::path& folder) {
  const auto entries = entries_of(folder);
  if (entries.size() != 1 || entries.front().filename() != kLockFile) return false;
  remove_working_folder(folder);
  return true;
}

std::optional<FolderId> id_of(const fs::path& folder) {
  struct stat status {};
  if (::lstat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) return std::nullopt;
  return FolderId{status.st_dev, status.st_ino};
}

void place(const WorkingFolder& work, std::optional<FolderId> replaced, Logger& log) {
  const bool replaces = replaced && is_run(work.run) && id_of(work.run) == replaced;
  if (work.inside) return place_inside(work, replaces, log);
  place_beside(work, replaces ? replaced : std::nullopt, log);
}

std::string finish_placement(const fs::path& run, std::string_view replacing, Logger& log) {
  if (is_run(run) && WorkLock::try_existing(run)) clean_up(run, log);
  const WorkingFolder work = working_folder(run);
  const auto lock = WorkLock::try_existing(work.path);
  if (!lock) {
    ::rmdir(work.path.c_str());  // if it is empty
    return "";
  }
  const bool begun = is_there(work.path / kPlacing) || is_run(work.path / kReplaced);
  if (begun && !is_run(work.path)) {  // only the cleaning up is left
    clean_up(work.path, log);
    ::rmdir(work.path.c_str());
    return "";
  }
  if (remove_if_empty(work.path)) return "";
  if (!begun && !is_complete(work.path)) return "";
  const std::string hash = read_manifest(work.path / kManifest).hash;
  const bool may_replace = hash == replacing && is_run(run);
  if (!begun && !may_replace && !is_free(run)) return "";
  log.info("{}: a finished run, left by a command that was killed; it is put in its place",
           work.path.string());
  place(work, may_replace ? id_of(run) : std::nullopt, log);
  return hash;
}

}  // namespace hybrid::runs
