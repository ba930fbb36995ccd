#pragma once
// How a run gets to its place, so that a kill or a power cut at any moment loses no finished run, and nothing
// is deleted that no run of ours made.
//
// A run is written to a working folder, which is locked from its creation until the run is in place:
//
// - beside, PATH.partial, if PATH is free or can be renamed. A run to be replaced is renamed to
//   PATH.partial/.replaced, then PATH.partial to PATH, and PATH/.replaced is deleted last.
// - inside, PATH/.partial, if PATH exists and has to stay: a mount point (a container's volume), the current
//   folder, or a folder in one that cannot be written to. A run to be replaced is moved to
//   PATH/.partial/.replaced, then the file .placing says so, then the new run's files are moved up,
//   manifest.json last.
//
// A working folder with manifest.json is a finished run that is not yet in place: finish_placement() takes up
// the work of a killed process at any point. Tests kill it at every system call
// (tests/unit/runs/placement_test.cpp).

#include <sys/stat.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/log.h"
#include "runs/work_lock.h"

namespace hybrid::runs {

/// The working folder's name inside a run, and what is added to the run's name beside it.
inline constexpr const char* kPartial = ".partial";

/// Where the run `path` is written.
struct WorkingFolder {
  std::filesystem::path run;   ///< of the finished run
  std::filesystem::path path;  ///< of the working folder
  bool inside = false;         ///< `path` is in `run`, which has to stay
};

WorkingFolder working_folder(const std::filesystem::path& run);

/// Whether a folder holds a run that is in place.
bool is_run(const std::filesystem::path& path);
/// Whether a run may be put into a folder, because nothing is there but what we or the file system put there.
bool is_free(const std::filesystem::path& folder);

/// Whether a folder is a working folder of ours or empty, so that its content may be deleted.
bool is_own(const std::filesystem::path& folder);

/// Whether a file or folder of this name serves the placement, and is not a part of the run.
bool is_for_placement(const std::filesystem::path& name);

/// Deletes all that is in a locked working folder but its lock; manifest.json first.
/// @throws DataError if something cannot be deleted
void clear(const std::filesystem::path& folder);
/// Deletes a locked working folder. Errors are ignored.
void remove_working_folder(const std::filesystem::path& folder);
/// Deletes a locked working folder if nothing but its lock is in it, and returns whether.
bool remove_if_empty(const std::filesystem::path& folder);

/// The identity of a folder, which its name is not.
struct FolderId {
  dev_t device = 0;
  ino_t number = 0;
  bool operator==(const FolderId&) const = default;
};
std::optional<FolderId> id_of(const std::filesystem::path& folder);

/// Puts a finished run, whose working folder is locked and has a manifest, in its place.
/// @param replaced the run in its place that may be replaced; std::nullopt: the place must be free
/// @throws DataError if something else is there, or the system refuses; the finished run is then in the
/// working folder
void place(const WorkingFolder& work, std::optional<FolderId> replaced, Logger& log);

/// Finishes what a killed process had begun: puts a finished run in its place if that is free, and deletes
/// what the process was about to delete. Does nothing while another process is at it.
/// @param replacing hash of the run that may also replace the one in its place; empty: none may
/// @return the hash of the run that was put in its place; empty if none was
/// @throws DataError if the system refuses to put it there
std::string finish_placement(const std::filesystem::path& run, std::string_view replacing, Logger& log);

}  // namespace hybrid::runs
