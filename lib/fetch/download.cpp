#include "fetch/download.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>

#include "core/error.h"
#include "core/files.h"
#include "core/interrupt.h"
#include "core/limited_file.h"
#include "core/progress.h"
#include "core/text.h"
#include "fetch/checksum.h"

namespace hybrid::fetch {

namespace fs = std::filesystem;

namespace {

struct Transfer {
  std::FILE* file = nullptr;
  std::uint64_t room = 0;  ///< bytes that may still come
  bool is_too_long = false;
  int write_error = 0;  ///< errno
  Logger* log = nullptr;
  std::string label;
  std::optional<Progress> bar;  ///< once the size is known
  curl_off_t seen = 0;
};

std::size_t on_data(char* bytes, std::size_t size, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  transfer.is_too_long = size * count > transfer.room;
  if (transfer.is_too_long) return 0;  // which ends the transfer
  transfer.room -= size * count;
  const std::size_t written = std::fwrite(bytes, 1, size * count, transfer.file);
  if (written != size * count) transfer.write_error = errno;
  return written;
}

int on_progress(void* user, curl_off_t total, curl_off_t now, curl_off_t, curl_off_t) {
  auto& transfer = *static_cast<Transfer*>(user);
  if (interrupted()) return 1;
  if (total > 0 && !transfer.bar) transfer.bar.emplace(*transfer.log, transfer.label, total, "B");
  if (transfer.bar && now > transfer.seen) transfer.bar->advance(now - transfer.seen);
  transfer.seen = now;
  return 0;
}

struct Result {
  CURLcode code = CURLE_OK;
  long status = 0;  ///< HTTP status code
  std::string reason;
  int write_error = 0;
  bool is_too_long = false;
};

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

/// Opens the partial file for appending. A link of this name is somebody else's, and is not written through.
File open_part(const fs::path& part) {
  require_regular_file(part);
  const int descriptor = ::open(part.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (descriptor < 0 && errno == ELOOP)
    throw DataError(part, "is a link, through which nothing is written; delete it");
  File file(descriptor < 0 ? nullptr : ::fdopen(descriptor, "ab"), &std::fclose);
  if (!file) throw DataError(part, fmt::format("cannot be written ({})", std::strerror(errno)));
  return file;
}

Result transfer(const std::string& address, const fs::path& part, std::uint64_t most_bytes, Logger& log) {
  const File file = open_part(part);
  const std::uint64_t came = fs::file_size(part);
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), &curl_easy_cleanup);
  HYBRID_CHECK(curl != nullptr, "libcurl does not start");
  Transfer state{.file = file.get(),
                 .room = most_bytes - std::min(came, most_bytes),
                 .log = &log,
                 .label = part.stem().string()};
  std::array<char, CURL_ERROR_SIZE> reason{};
  const auto set = [&](CURLoption option, auto value) { curl_easy_setopt(curl.get(), option, value); };
  set(CURLOPT_URL, address.c_str());
  set(CURLOPT_FOLLOWLOCATION, 1L);
  set(CURLOPT_FAILONERROR, 1L);
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_CONNECTTIMEOUT, 30L);
  set(CURLOPT_LOW_SPEED_LIMIT, 1L);  // a minute without data counts as interrupted
  set(CURLOPT_LOW_SPEED_TIME, 60L);
  set(CURLOPT_ERRORBUFFER, reason.data());
  set(CURLOPT_WRITEFUNCTION, &on_data);
  set(CURLOPT_WRITEDATA, &state);
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, &on_progress);
  set(CURLOPT_XFERINFODATA, &state);
  set(CURLOPT_RESUME_FROM_LARGE, static_cast<curl_off_t>(came));
  Result result{.code = curl_easy_perform(curl.get())};
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &result.status);
  result.reason = reason[0] != '\0' ? reason.data() : curl_easy_strerror(result.code);
  result.write_error = state.write_error;
  result.is_too_long = state.is_too_long;
  if (std::fflush(file.get()) != 0 && result.write_error == 0) result.write_error = errno;
  return result;
}

/// Returns whether the partial file is already complete: HTTP reports an empty rest as an unsatisfiable
/// range.
bool is_whole(const Result& result) {
  constexpr long kRangeNotSatisfiable = 416;
  return result.status == kRangeNotSatisfiable;
}

void require_md5(const fs::path& part, const fs::path& path, const std::string& md5) {
  const std::string found = md5_of(part);
  if (found == md5) return;
  fs::remove(part);
  throw DataError(
      path, fmt::format(
                "what was downloaded has the MD5 {}, published is {}; it was removed: download it again, or "
                "from another mirror",
                found, md5));
}

}  // namespace

void download(const std::string& address, const fs::path& path, const std::string& md5,
              std::uint64_t most_bytes, Logger& log) {
  if (path.has_parent_path()) create_folders(path.parent_path());
  const fs::path part = path.string() + ".part";
  Result result = transfer(address, part, most_bytes, log);
  if (result.code == CURLE_RANGE_ERROR) {  // the server supports only whole files
    fs::resize_file(part, 0);
    result = transfer(address, part, most_bytes, log);
  }
  throw_if_interrupted("what was downloaded is kept; repeat the command to resume");
  if (result.is_too_long) {
    fs::remove(part);
    throw DataError(address,
                    fmt::format("sends more than {} bytes, which the published file has not; what came "
                                "was removed: download it from another mirror",
                                with_thousands(static_cast<std::int64_t>(most_bytes))));
  }
  if (result.write_error != 0)
    throw DataError(
        part, fmt::format(
                  "cannot be written ({}); what was downloaded is kept: make room, and repeat the command to "
                  "resume",
                  std::strerror(result.write_error)));
  if (result.code != CURLE_OK && !is_whole(result)) {
    if (fs::file_size(part) == 0) fs::remove(part);
    throw DataError(address,
                    fmt::format("cannot be downloaded ({}); repeat the command to resume", result.reason));
  }
  if (!md5.empty()) require_md5(part, path, md5);
  fs::rename(part, path);
}

}  // namespace hybrid::fetch
