#include "runs/run_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "core/build_info.h"
#include "core/error.h"
#include "core/files.h"
#include "core/folders.h"
#include "core/sha256.h"

namespace hybrid::runs {

namespace fs = std::filesystem;

namespace {

constexpr const char* kManifest = "manifest.json";
constexpr const char* kLock = ".lock";
constexpr const char* kHash = ".hash";  ///< contains the hash of the run that a partial folder belongs to

bool is_run(const fs::path& path) {
  return fs::exists(path / kManifest);
}

void remove_tree(const fs::path& path) {
  std::error_code error;
  fs::remove_all(path, error);
  if (error) throw DataError(path, fmt::format("cannot be removed ({})", error.message()));
}

/// Returns the path without trailing slash, with "." replaced by the folder's name, because the name is
/// extended.
fs::path named(const fs::path& path) {
  fs::path normal = path.lexically_normal();
  if (normal.filename().empty()) normal = normal.parent_path();
  return normal.filename() == "." || normal.filename() == ".." ? named(fs::canonical(normal)) : normal;
}

/// Refuses a folder of that name that no run has written; only files of runs may be deleted.
void require_own_folder(const fs::path& partial) {
  if (!fs::exists(partial) || (fs::is_directory(partial) && fs::is_empty(partial))) return;
  if (!fs::exists(partial / kLock) && !fs::exists(partial / kHash) && !is_run(partial))
    throw DataError(partial,
                    "is needed for writing, but no run of ours made it; move it away or give another folder");
}

}  // namespace

std::string run_hash(std::string_view resolved_config, const std::vector<FileRecord>& inputs) {
  std::string text(resolved_config);
  for (const auto& input : inputs) text += fmt::format("{} {}\n", input.role, input.sha256);
  text += fmt::format("{} {}\n", build_info().version, build_info().commit);
  return sha256(text);
}

fs::path default_run_path(std::string_view name, std::string_view hash) {
  return results_folder() / fmt::format("{}-{}", name, hash.substr(0, 8));
}

bool is_up_to_date(const RunRequest& request) {
  if (fs::is_symlink(request.path) && !fs::exists(request.path))
    throw DataError(request.path, "is a link to nothing; give another folder");
  if (!fs::exists(request.path)) return false;
  if (!fs::is_directory(request.path)) throw DataError(request.path, "is a file; give another folder");
  if (!is_run(request.path)) {
    if (fs::is_empty(request.path)) return false;
    throw DataError(request.path, "is a folder that no run of ours made; give another one");
  }
  const Manifest manifest = read_manifest(request.path / kManifest);
  if (request.force) return false;
  if (manifest.hash == request.hash) return true;
  throw OccupiedFolder(request.path, "holds a run of other inputs, options or code");
}

std::optional<RunWriter> RunWriter::begin(RunRequest request, Logger& log) {
  request.path = named(request.path);
  if (is_up_to_date(request)) return std::nullopt;
  RunWriter writer(request);
  require_own_folder(writer.partial_);
  create_folders(writer.partial_);
  writer.take_lock();
  const fs::path hash_file = writer.partial_ / kHash;
  const bool same = fs::exists(hash_file) && read_file(hash_file) == request.hash;
  if (request.resumable && same && !request.force) {
    log.info("going on with {}", writer.partial_.string());
  } else {
    for (const auto& entry : fs::directory_iterator(writer.partial_))
      if (entry.path().filename() != kLock) remove_tree(entry.path());
    write_file_atomically(hash_file, request.hash);
  }
  return writer;
}

RunWriter::RunWriter(const RunRequest& request)
    : request_(request), partial_(request.path.string() + ".partial") {}

RunWriter::RunWriter(RunWriter&& other) noexcept
    : request_(std::move(other.request_)),
      partial_(std::move(other.partial_)),
      lock_(std::exchange(other.lock_, -1)),
      active_(std::exchange(other.active_, false)) {}

RunWriter::~RunWriter() {
  std::error_code ignored;
  if (active_ && lock_ >= 0 && !request_.resumable) fs::remove_all(partial_, ignored);
  if (lock_ >= 0) ::close(lock_);
}

void RunWriter::take_lock() {
  const fs::path path = partial_ / kLock;
  lock_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (lock_ < 0) throw DataError(path, fmt::format("cannot be written ({})", std::strerror(errno)));
  if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    ::close(std::exchange(lock_, -1));
    throw DataError(partial_, "another process is writing this run; wait for it or give another folder");
  }
}

void RunWriter::write(const std::string& relative, std::string_view content) const {
  write_file_atomically(partial_ / relative, content);
}

void RunWriter::finish(Manifest manifest) {
  manifest.hash = request_.hash;
  if (manifest.experiment.name.empty()) manifest.experiment.name = name();
  manifest.ended = utc_now();
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(partial_))
    if (entry.is_regular_file() && entry.path() != partial_ / kLock && entry.path() != partial_ / kHash)
      files.push_back(entry.path());
  std::ranges::sort(files);
  for (const auto& file : files) {
    FileRecord record = record_file("", file);
    record.path = fs::relative(file, partial_).string();
    record.role = fs::path(record.path).replace_extension().string();
    manifest.outputs.push_back(std::move(record));
  }
  write(kManifest, to_json(manifest));
  fs::remove(partial_ / kHash);  // deleted last: until here a resumable run must recognise its folder
  fs::remove(partial_ / kLock);
  if (fs::exists(request_.path)) remove_tree(request_.path);  // an empty folder, or --force
  std::error_code error;
  fs::rename(partial_, request_.path, error);
  if (error) throw DataError(request_.path, fmt::format("cannot be put in place ({})", error.message()));
  active_ = false;
}

FinishedRun::FinishedRun(const fs::path& path) : path_(named(path)) {
  if (!fs::exists(path_)) {
    const fs::path partial = path_.string() + ".partial";
    if (fs::exists(partial))
      throw DataError(partial, "is not finished; give its command again to go on with it");
    throw DataError(path_, "there is no such run");
  }
  if (!is_run(path_)) throw DataError(path_, "is not a finished run (it has no manifest.json)");
  manifest_ = read_manifest(path_ / kManifest);
}

bool FinishedRun::has(const std::string& relative) const {
  return std::ranges::find(manifest_.outputs, relative, &FileRecord::path) != manifest_.outputs.end();
}

fs::path FinishedRun::verified(const std::string& relative) const {
  const auto record = std::ranges::find(manifest_.outputs, relative, &FileRecord::path);
  if (record == manifest_.outputs.end()) throw DataError(path_, fmt::format("this run has no {}", relative));
  const fs::path file = path_ / relative;
  if (!fs::exists(file))
    throw DataError(file, "is missing, though manifest.json lists it; delete the run and make it again");
  if (sha256_of(file) != record->sha256)
    throw DataError(file,
                    "was changed after the run was finished (its hash is not the one in manifest.json); "
                    "delete the run and make it again");
  return file;
}

void FinishedRun::verify() const {
  for (const auto& output : manifest_.outputs) (void)verified(output.path);
}

FinishedRun newest_run(const fs::path& results) {
  std::optional<FinishedRun> newest;
  if (fs::is_directory(results))
    for (const auto& entry : fs::directory_iterator(results)) {
      if (!entry.is_directory() || !is_run(entry.path()) || entry.path().extension() == ".partial") continue;
      FinishedRun run(entry.path());
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
