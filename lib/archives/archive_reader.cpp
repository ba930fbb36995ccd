#include "archives/archive_reader.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <clocale>
#include <vector>

#include "archives/file_bytes.h"
#include "core/error.h"
#include "core/limited_file.h"
#include "core/text.h"

namespace hybrid::archives {

namespace {

/// Sets a UTF-8 locale for the thread: libarchive converts names to the locale and corrupts them if it is
/// "C".
class Utf8Locale {
 public:
  Utf8Locale() : utf8_(::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
    if (utf8_ != nullptr) before_ = ::uselocale(utf8_);
  }
  ~Utf8Locale() {
    if (utf8_ == nullptr) return;
    ::uselocale(before_);
    ::freelocale(utf8_);
  }
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;

 private:
  locale_t utf8_;
  locale_t before_ = nullptr;
};

}  // namespace

/// The source that libarchive reads. Exceptions must not pass through its C code: they are stored and
/// rethrown after it.
struct ArchiveReader::Source {
  Source(const FilePart& part, std::size_t block)
      : file(part.file), at(part.offset), end(part.offset), buffer(block) {
    const std::uint64_t there = file.size();
    size = std::min(part.size, there - std::min(part.offset, there));
    end += size;
  }

  static la_ssize_t read(archive*, void* user, const void** bytes) {
    auto& source = *static_cast<Source*>(user);
    try {
      const auto wanted = std::min<std::uint64_t>(source.buffer.size(), source.end - source.at);
      const std::size_t got = source.file.read(source.at, std::span(source.buffer).first(wanted));
      source.at += got;
      *bytes = source.buffer.data();
      return static_cast<la_ssize_t>(got);
    } catch (...) {
      source.fault = std::current_exception();
      return -1;
    }
  }
  static la_int64_t skip(archive*, void* user, la_int64_t count) {
    auto& source = *static_cast<Source*>(user);
    const auto skipped = std::min(static_cast<std::uint64_t>(count), source.end - source.at);
    source.at += skipped;
    return static_cast<la_int64_t>(skipped);
  }

  FileBytes file;
  std::uint64_t at;
  std::uint64_t end;
  std::uint64_t size = 0;
  std::uint64_t unpacked = 0;  ///< bytes of entries
  std::vector<char> buffer;
  std::exception_ptr fault;
};

void ArchiveReader::Free::operator()(archive* a) const {
  archive_read_free(a);
}

ArchiveReader::ArchiveReader(FilePart part, std::size_t block)
    : part_(std::move(part)), source_(std::make_unique<Source>(part_, block)), archive_(archive_read_new()) {
  HYBRID_CHECK(archive_ != nullptr, "no memory for libarchive");
  archive_read_support_filter_all(archive_.get());
  archive_read_support_format_tar(archive_.get());
  archive_read_support_format_zip(archive_.get());
  if (archive_read_open2(archive_.get(), source_.get(), nullptr, &Source::read, &Source::skip, nullptr) ==
      ARCHIVE_OK)
    return;
  if (source_->fault) std::rethrow_exception(source_->fault);
  throw DataError(part_.name(), fmt::format("cannot be read as an archive ({})", reason()));
}

ArchiveReader::~ArchiveReader() = default;

bool ArchiveReader::next() {
  const Utf8Locale locale;
  const int result = archive_read_next_header(archive_.get(), &entry_);
  if (result == ARCHIVE_EOF) return false;
  if (result < ARCHIVE_WARN) fail();
  const char* name = archive_entry_pathname(entry_);
  if (name == nullptr)
    throw DataError(part_.name(), "has an entry without a name, or with one that is no text");
  name_ = name;
  // Passing over an entry unpacks it, too.
  if (is_compressed()) require_bounded(is_file() ? position() + size() : position());
  return true;
}

std::uint64_t ArchiveReader::size() const {
  return static_cast<std::uint64_t>(archive_entry_size(entry_));
}

bool ArchiveReader::is_folder() const {
  return archive_entry_filetype(entry_) == AE_IFDIR;
}

bool ArchiveReader::is_file() const {
  return archive_entry_filetype(entry_) == AE_IFREG && archive_entry_hardlink(entry_) == nullptr;
}

bool ArchiveReader::is_sparse() const {
  return archive_entry_sparse_count(entry_) > 0;
}

bool ArchiveReader::is_compressed() const {
  return archive_filter_code(archive_.get(), 0) != ARCHIVE_FILTER_NONE ||
         archive_format(archive_.get()) == ARCHIVE_FORMAT_ZIP;
}

std::uint64_t ArchiveReader::position() const {
  return static_cast<std::uint64_t>(archive_filter_bytes(archive_.get(), 0));
}

void ArchiveReader::read(const std::function<void(std::string_view bytes, std::int64_t offset)>& use) {
  for (;;) {
    const void* data = nullptr;
    std::size_t size = 0;
    std::int64_t offset = 0;
    const int result = archive_read_data_block(archive_.get(), &data, &size, &offset);
    if (result == ARCHIVE_EOF) return;
    if (result < ARCHIVE_WARN) fail();
    source_->unpacked += size;
    if (is_compressed()) require_bounded(source_->unpacked);
    use(std::string_view(static_cast<const char*>(data), size), offset);
  }
}

void ArchiveReader::require_bounded(std::uint64_t unpacked) const {
  require_bounded_unpacking(part_.name() / name_, source_->size, unpacked,
                            "; if it is none, unpack the archive yourself");
}

std::string ArchiveReader::reason() const {
  const char* text = archive_error_string(archive_.get());
  return text == nullptr ? "no reason given" : text;
}

void ArchiveReader::fail() const {
  if (source_->fault) std::rethrow_exception(source_->fault);
  throw DataError(part_.name(),
                  fmt::format("is damaged or truncated {}, {} bytes into it ({}); download it again",
                              name_.empty() ? "at its beginning" : "at or after the entry " + name_,
                              with_thousands(archive_filter_bytes(archive_.get(), -1)), reason()));
}

}  // namespace hybrid::archives
