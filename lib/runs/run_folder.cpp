#include "runs/run_folder.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "core/build_info.h"
#include "core/command_line.h"
#include "core/error.h"
#include "core/files.h"
#include "core/folders.h"
#include "core/new_file.h"
#include "core/sha256.h"

namespace hybrid::runs {

namespace fs = std::filesystem;

namespace {

/// Returns the path without trailing slash, with "." replaced by the folder's name, because the name is
/// extended.
fs::path named(const fs::path& path) {
  fs::path normal = path.lexically_normal();
  if (normal.filename().empty()) normal = normal.parent_path();
  return normal.filename() == "." || normal.filename() == ".." ? named(fs::canonical(normal)) : normal;
}

/// Refuses a working folder that no run has made; only files of runs may be deleted.
void require_own(const fs::path& folder) {
  if (is_own(folder) || !fs::exists(fs::symlink_status(folder))) return;
  throw DataError(folder, is_run(folder)
                              ? "holds a finished run, but its name is needed for writing; move it "
                                "away or give another folder"
                              : "is needed for writing, but no run of ours made it; move it away or "
                                "give another folder");
}

[[noreturn]] void refuse_link(const fs::path& path) {
  if (!fs::exists(path)) throw DataError(path, "is a link to nothing; give another folder");
  throw DataError(
      path, fmt::format("is a link; give the folder that it leads to, {}", fs::canonical(path).string()));
}

/// Refuses places that a run could not be put at in the end.
void require_place(const RunRequest& request) {
  if (request.path.extension() == kPartial)
    throw DataError(request.path, "names that end in .partial are for unfinished runs; give another folder");
  if (fs::is_symlink(request.path)) refuse_link(request.path);
  if (request.force && is_run(request.path) && ::access(request.path.c_str(), W_OK) != 0)
    throw DataError(request.path, "is write-protected; change that or give another folder");
}

/// Whether the run is at `path` and need not be made.
/// @throws DataError if something else is there that is not to be replaced
bool holds_run(const fs::path& path, const RunRequest& request) {
  if (fs::is_symlink(path) && !is_run(path)) refuse_link(path);
  if (is_free(path)) return false;
  if (!fs::is_directory(path)) throw DataError(path, "is a file; give another folder");
  if (!is_run(path)) {
    const fs::path work = working_folder(path).path;
    if (is_run(work) && fs::exists(work / kLockFile))
      throw DataError(
          path, fmt::format("is not replaced, because no run of ours made it; the finished run is in {}: "
                            "move {} away and give the command again",
                            work.string(), path.filename().string()));
    throw DataError(path, "is a folder that no run of ours made; give another one");
  }
  const Manifest manifest = read_manifest(path / kManifest);
  if (request.force) return false;
  if (manifest.hash == request.hash) return true;
  throw OccupiedPlace(path, "holds a run of other inputs, options or code");
}

/// Deletes what killed processes left of files that they were writing.
void remove_temporary_files(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && is_temporary(entry.path())) found.push_back(entry.path());
  for (const auto& file : found) fs::remove(file);
}

/// Stores all files of a run and their names on the disk, and returns the files' records.
std::vector<FileRecord> stored_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::vector<fs::path> folders{folder};
  for (fs::recursive_directory_iterator entry(folder), end; entry != end; ++entry) {
    if (entry.depth() == 0 && is_for_placement(entry->path().filename())) continue;
    if (entry->is_directory()) folders.push_back(entry->path());
    if (entry->is_regular_file()) files.push_back(entry->path());
  }
  std::ranges::sort(files);
  std::vector<FileRecord> records;
  for (const auto& file : files) {
    sync_to_disk(file);
    FileRecord record = record_file("", file);
    record.path = fs::relative(file, folder).string();
    record.role = fs::path(record.path).replace_extension().string();
    records.push_back(std::move(record));
  }
  for (const auto& path : folders) sync_to_disk(path);
  return records;
}

}  // namespace

namespace {

std::string advice_on(const fs::path& run) {
  return fmt::format("`hybrid verify {0}` lists all such files, `hybrid rerun {0}` makes the run again",
                     shell_path(run.string()));
}

/// @throws DataError if the file, which is there, is not the recorded one
void require_unchanged(const fs::path& run, const FileRecord& output) {
  const std::string now = sha256_of(run / output.path);
  if (now == output.sha256) return;
  throw DataError(run / output.path,
                  fmt::format("was changed after the run was finished: its SHA-256 begins with {}, in "
                              "manifest.json with {}; {}",
                              short_hash(now), short_hash(output.sha256), advice_on(run)));
}

}  // namespace

std::string run_hash(std::string_view resolved_config, const std::vector<FileRecord>& inputs) {
  std::string text(resolved_config);
  for (const auto& input : inputs) text += fmt::format("{} {}\n", input.role, input.sha256);
  text += fmt::format("{} {}\n", build_info().version, build_info().commit);
  return sha256(text);
}

fs::path default_run_path(std::string_view name, std::string_view hash) {
  const std::string digits = fmt::format("-{}", short_hash(hash));
  std::vector<fs::path> same;
  if (fs::is_directory(results_folder()))
    for (const auto& entry : fs::directory_iterator(results_folder()))
      if (entry.path().filename().string().ends_with(digits) && is_run(entry.path()) &&
          read_manifest(entry.path() / kManifest).hash == hash)
        same.push_back(entry.path());
  const fs::path path = results_folder() / fmt::format("{}{}", name, digits);
  return same.empty() || fs::exists(path) ? path : *std::ranges::min_element(same);
}

bool is_up_to_date(const RunRequest& request, Logger& log) {
  const fs::path path = named(request.path);
  return finish_placement(path, request.force ? request.hash : "", log) == request.hash ||
         holds_run(path, request);
}

std::optional<RunWriter> RunWriter::begin(RunRequest request, Logger& log) {
  request.path = named(request.path);
  if (is_up_to_date(request, log)) return std::nullopt;
  require_place(request);
  const WorkingFolder work = working_folder(request.path);
  require_own(work.path);
  RunWriter writer(std::move(request), work, WorkLock::create(work.path), log);
  if (holds_run(work.run, writer.request_)) {  // another process has finished it since the first look
    writer.active_ = false;
    remove_if_empty(work.path);
    return std::nullopt;
  }
  writer.start_afresh_or_go_on();
  return writer;
}

void RunWriter::start_afresh_or_go_on() {
  if (request_.force && is_run(work_.run)) replaced_ = id_of(work_.run);
  const bool may_go_on = request_.resumable && (!request_.force || !request_.kept_for.empty());
  if (may_go_on && lock_.hash() == request_.hash) {
    log_->info("going on with {}", work_.path.string());
    fs::remove(work_.path / kManifest);
    remove_temporary_files(work_.path);
    return;
  }
  lock_.set_hash("");
  clear(work_.path);
  lock_.set_hash(request_.hash);
}

RunWriter::RunWriter(RunRequest request, WorkingFolder work, WorkLock lock, Logger& log)
    : request_(std::move(request)), work_(std::move(work)), lock_(std::move(lock)), log_(&log) {}

RunWriter::RunWriter(RunWriter&& other) noexcept
    : request_(std::move(other.request_)),
      work_(std::move(other.work_)),
      lock_(std::move(other.lock_)),
      replaced_(other.replaced_),
      log_(other.log_),
      active_(std::exchange(other.active_, false)) {}

RunWriter::~RunWriter() {
  const bool kept =
      request_.resumable && (request_.kept_for.empty() || fs::exists(work_.path / request_.kept_for));
  if (active_ && !kept && lock_.is_of(work_.path)) remove_working_folder(work_.path);
}

void RunWriter::write(const std::string& relative, std::string_view content) const {
  write_file_atomically(work_.path / relative, content);
}

void RunWriter::finish(Manifest manifest) {
  if (!lock_.is_of(work_.path)) {
    active_ = false;
    throw DataError(work_.path,
                    "was deleted while the run was written to it; delete what is left of it and give "
                    "the command again");
  }
  manifest.hash = request_.hash;
  if (manifest.experiment.name.empty()) manifest.experiment.name = name();
  manifest.ended = utc_now();
  manifest.outputs = stored_files(work_.path);
  write(kManifest, to_json(manifest));
  active_ = false;  // the run is finished, and kept wherever it is
  place(work_, replaced_, *log_);
}

std::string short_hash(std::string_view sha256) {
  constexpr std::size_t kDigits = 8;
  return std::string(sha256.substr(0, sha256.starts_with("listing:") ? kDigits * 2 : kDigits));
}

FinishedRun FinishedRun::unchecked(const fs::path& path) {
  FinishedRun run;
  run.path_ = named(path);
  if (!fs::exists(run.path_)) {
    const fs::path partial = run.path_.string() + kPartial;
    if (fs::exists(partial))
      throw DataError(partial, "is not finished; give its command again to go on with it");
    throw DataError(run.path_, "there is no such run");
  }
  if (!is_run(run.path_) && fs::exists(working_folder(run.path_).path / kLockFile))
    throw DataError(run.path_, "its run is not finished; give its command again to go on with it");
  if (!is_run(run.path_)) throw DataError(run.path_, "is not a finished run (it has no manifest.json)");
  run.manifest_ = read_manifest(run.path_ / kManifest);
  return run;
}

FinishedRun::FinishedRun(const fs::path& path) : FinishedRun(unchecked(path)) {
  for (const FileRecord& output : manifest_.outputs) {
    const fs::path file = path_ / output.path;
    if (!fs::exists(file)) continue;
    const bool same_size = fs::is_regular_file(file) && fs::file_size(file) == output.bytes;
    if (!same_size || output.bytes <= kHashedOnOpening) require_unchanged(path_, output);
  }
}

bool FinishedRun::has(const std::string& relative) const {
  return std::ranges::find(manifest_.outputs, relative, &FileRecord::path) != manifest_.outputs.end();
}

fs::path FinishedRun::verified(const std::string& relative) const {
  const auto record = std::ranges::find(manifest_.outputs, relative, &FileRecord::path);
  if (record == manifest_.outputs.end()) throw DataError(path_, fmt::format("this run has no {}", relative));
  if (!fs::exists(path_ / relative))
    throw DataError(path_ / relative,
                    fmt::format("is missing, though manifest.json lists it; {}", advice_on(path_)));
  require_unchanged(path_, *record);
  return path_ / relative;
}

void FinishedRun::verify() const {
  for (const auto& output : manifest_.outputs) (void)verified(output.path);
}

FinishedRun newest_run(const fs::path& results) {
  std::optional<FinishedRun> newest;
  if (fs::is_directory(results))
    for (const auto& entry : fs::directory_iterator(results)) {
      if (!entry.is_directory() || !is_run(entry.path()) || entry.path().extension() == kPartial) continue;
      FinishedRun run = FinishedRun::unchecked(entry.path());
      // ISO times sort as text; equal times sort by name, independent of the file system's order.
      const auto key = [](const FinishedRun& r) { return std::pair(r.manifest().ended, r.name()); };
      if (!newest || key(run) > key(*newest)) newest = std::move(run);
    }
  if (!newest)
    throw DataError(results,
                    "no finished run; make one with `hybrid train` or `hybrid evaluate`, or name one that is "
                    "elsewhere");
  return std::move(*newest);
}

}  // namespace hybrid::runs
