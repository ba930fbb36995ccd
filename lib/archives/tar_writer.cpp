#include "archives/tar_writer.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include "core/error.h"

namespace hybrid::archives {

namespace fs = std::filesystem;

void TarWriter::Free::operator()(archive* a) const {
  archive_write_free(a);
}

TarWriter::TarWriter(fs::path path) : path_(std::move(path)), file_(path_), archive_(archive_write_new()) {
  HYBRID_CHECK(archive_ != nullptr, "no memory for libarchive");
  archive_write_set_format_pax_restricted(archive_.get());  // ustar, unless a name is too long
  check(archive_write_open_fd(archive_.get(), file_.descriptor()));
}

void TarWriter::add(const std::string& name, std::string_view content) {
  const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(),
                                                                            &archive_entry_free);
  HYBRID_CHECK(entry != nullptr, "no memory for libarchive");
  archive_entry_set_pathname(entry.get(), name.c_str());
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(content.size()));
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0644);
  archive_entry_set_mtime(entry.get(), 0, 0);
  check(archive_write_header(archive_.get(), entry.get()));
  if (archive_write_data(archive_.get(), content.data(), content.size()) !=
      static_cast<la_ssize_t>(content.size()))
    fail(archive_error_string(archive_.get()));
}

void TarWriter::finish() {
  check(archive_write_close(archive_.get()));
  file_.finish();
}

void TarWriter::check(int result) const {
  if (result != ARCHIVE_OK) fail(archive_error_string(archive_.get()));
}

void TarWriter::fail(const std::string& reason) const {
  throw DataError(path_, fmt::format("cannot be written ({})", reason));
}

}  // namespace hybrid::archives
