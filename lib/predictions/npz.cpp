#include "predictions/npz.h"

#include <unistd.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <type_traits>

#include "core/error.h"
#include "core/files.h"
#include "core/limited_file.h"
#include "core/new_file.h"
#include "core/text.h"
#include "core/unicode.h"

namespace hybrid::predictions {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kExtension = ".npy";

using Archive = std::unique_ptr<zip, void (*)(zip*)>;

Archive open_archive(const fs::path& path, int flags) {
  int code = 0;
  Archive archive(zip_open(path.c_str(), flags, &code), &zip_discard);
  if (archive) return archive;
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  const std::string reason = zip_error_strerror(&error);
  zip_error_fini(&error);
  throw DataError(path, fmt::format("cannot be opened as .npz ({}); make it again with np.savez", reason));
}

class ZipEntrySource : public ByteSource {
 public:
  /// Opens an entry of an archive, which must outlive the source.
  /// @throws DataError if it cannot be read
  ZipEntrySource(std::string name, std::size_t size, zip* archive, std::string entry)
      : ByteSource(std::move(name), size), archive_(archive), entry_(std::move(entry)) {
    open();
  }

  std::size_t read(std::span<std::byte> buffer) override {
    const zip_int64_t count = zip_fread(file_.get(), buffer.data(), buffer.size());
    if (count < 0)
      throw DataError(
          name(), fmt::format("is damaged ({}); copy it or make it again", zip_file_strerror(file_.get())));
    at_ += static_cast<std::size_t>(count);
    return static_cast<std::size_t>(count);
  }

  void seek(std::size_t position) override {
    // libzip would not verify the checksum of an entry that is not read from front to back.
    if (position < at_) open();
    std::vector<std::byte> skipped(std::min(position - at_, kSkippedBytes));
    while (at_ < position)
      read_exactly(*this, std::span(skipped).first(std::min(position - at_, skipped.size())));
  }

 private:
  static constexpr std::size_t kSkippedBytes = std::size_t{1} << 18;

  void open() {
    file_.reset(zip_fopen(archive_, entry_.c_str(), 0));
    if (!file_) throw DataError(name(), fmt::format("cannot be read ({})", zip_strerror(archive_)));
    at_ = 0;
  }

  zip* archive_;
  std::string entry_;
  std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file_{nullptr, &zip_fclose};
  std::size_t at_ = 0;  // bytes read
};

template <class T>
constexpr DType dtype_of() {
  if constexpr (std::is_same_v<T, double>) return DType::float64;
  if constexpr (std::is_same_v<T, float>) return DType::float32;
  if constexpr (std::is_same_v<T, std::int64_t>) return DType::int64;
  if constexpr (std::is_same_v<T, std::int32_t>) return DType::int32;
  if constexpr (std::is_same_v<T, std::uint8_t>) return DType::uint8;
}

}  // namespace

NpzFile::NpzFile(const fs::path& path) : ArrayStore(path), archive_(open_archive(path, ZIP_RDONLY)) {
  std::vector<std::string> names, others;
  const zip_int64_t entries = zip_get_num_entries(archive_.get(), 0);
  for (zip_int64_t i = 0; i < entries; ++i) {
    std::string name = zip_get_name(archive_.get(), static_cast<zip_uint64_t>(i), 0);
    const bool is_array = name.ends_with(kExtension);
    if (is_array) name.resize(name.size() - kExtension.size());
    (is_array ? names : others).push_back(std::move(name));
  }
  if (names.empty())
    throw DataError(path,
                    fmt::format("is a zip archive without .npy arrays{}; make it with np.savez",
                                others.empty() ? "" : " (its first entry is '" + others.front() + "')"));
  set_names(std::move(names));
}

std::unique_ptr<ByteSource> NpzFile::open_bytes(const std::string& name) const {
  const std::string entry = name + std::string(kExtension);
  std::string label = fmt::format("{}[{}]", path().string(), name);
  zip_stat_t stat;
  if (zip_stat(archive_.get(), entry.c_str(), 0, &stat) != 0)
    throw DataError(label, fmt::format("cannot be read ({})", zip_strerror(archive_.get())));
  if (stat.comp_method != ZIP_CM_STORE)
    require_bounded_unpacking(label, stat.comp_size, stat.size,
                              "; if it is none, save the arrays uncompressed, with np.savez");
  return std::make_unique<ZipEntrySource>(std::move(label), stat.size, archive_.get(), entry);
}

template <class T>
NpyArray npy_view(std::string name, std::span<const T> values, std::vector<std::size_t> shape) {
  if (shape.empty()) shape = {values.size()};
  NpyArray array{
      std::move(name), {dtype_of<T>(), sizeof(T), std::move(shape)}, std::as_bytes(values), nullptr};
  HYBRID_CHECK(array.header.data_bytes() == array.data.size(), "array '{}': {} for {} values", array.name,
               to_string(array.header), values.size());
  return array;
}

template NpyArray npy_view(std::string, std::span<const double>, std::vector<std::size_t>);
template NpyArray npy_view(std::string, std::span<const float>, std::vector<std::size_t>);
template NpyArray npy_view(std::string, std::span<const std::int64_t>, std::vector<std::size_t>);
template NpyArray npy_view(std::string, std::span<const std::int32_t>, std::vector<std::size_t>);
template NpyArray npy_view(std::string, std::span<const std::uint8_t>, std::vector<std::size_t>);

NpyArray npy_text(std::string name, std::span<const std::string> texts) {
  std::vector<std::u32string> decoded;
  std::size_t width = 1;  // NumPy has no empty text type
  for (const auto& text : texts) {
    auto points = decode_utf8(text);
    HYBRID_CHECK(points, "array '{}': text that is not UTF-8", name);
    width = std::max(width, points->size());
    decoded.push_back(std::move(*points));
  }
  auto packed = std::make_shared<std::u32string>(width * texts.size(), U'\0');
  for (std::size_t i = 0; i < decoded.size(); ++i)
    std::copy(decoded[i].begin(), decoded[i].end(), packed->begin() + static_cast<std::ptrdiff_t>(i * width));
  const auto data = std::as_bytes(std::span(*packed));
  return {std::move(name), {DType::utf32, width * sizeof(char32_t), {texts.size()}}, data, std::move(packed)};
}

NpyArray npy_scalar_text(std::string name, const std::string& text) {
  NpyArray array = npy_text(std::move(name), {&text, 1});
  array.header.shape.clear();
  return array;
}

namespace {

constexpr zip_uint16_t kMidnight = 0;
constexpr zip_uint16_t kFirstOf1980 = (1 << 5) | 1;  // the earliest date in the zip format

/// Adds an entry; takes ownership of `source`.
void add_entry(zip* archive, const std::string& name, zip_source_t* source) {
  const std::string entry = name + std::string(kExtension);
  const zip_int64_t at =
      source == nullptr ? -1 : zip_file_add(archive, entry.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (source != nullptr && at < 0) zip_source_free(source);
  HYBRID_CHECK(at >= 0, "array '{}' cannot be added to an .npz ({})", name, zip_strerror(archive));
  const auto index = static_cast<zip_uint64_t>(at);
  zip_set_file_compression(archive, index, ZIP_CM_STORE, 0);
  zip_file_set_dostime(archive, index, kMidnight, kFirstOf1980, 0);
}

zip_source_t* source_of(zip* archive, const NpyArray& array, const std::string& header) {
  // libzip's type is not const, but it only reads.
  const std::array<zip_buffer_fragment_t, 2> fragments{
      {{reinterpret_cast<zip_uint8_t*>(const_cast<char*>(header.data())), header.size()},
       {reinterpret_cast<zip_uint8_t*>(const_cast<std::byte*>(array.data.data())), array.data.size()}}};
  return zip_source_buffer_fragment(archive, fragments.data(), fragments.size(), 0);
}

zip_source_t* source_of(zip* archive, const NpyFile& array) {
  const int copy = ::dup(::fileno(array.file));  // libzip closes what it reads
  std::FILE* file = copy < 0 || ::lseek(copy, 0, SEEK_SET) != 0 ? nullptr : ::fdopen(copy, "rb");
  if (file == nullptr && copy >= 0) ::close(copy);
  return file == nullptr ? nullptr : zip_source_filep(archive, file, 0, -1);
}

/// What libzip writes an archive to. libzip's own way makes a file of a name that nobody knows after a kill.
struct ArchiveSink {
  const NewFile& file;
  zip_error_t error;
};

zip_int64_t fail(ArchiveSink& sink, int zip_code, int system_code) {
  zip_error_set(&sink.error, zip_code, system_code);
  return -1;
}

zip_int64_t seek(ArchiveSink& sink, void* data, zip_uint64_t length) {
  const auto* where = static_cast<const zip_source_args_seek_t*>(data);
  if (length != sizeof(*where)) return fail(sink, ZIP_ER_INVAL, 0);
  const bool moved = ::lseek(sink.file.descriptor(), where->offset, where->whence) >= 0;
  return moved ? 0 : fail(sink, ZIP_ER_SEEK, errno);
}

/// Obeys libzip: a zip_source_callback.
zip_int64_t obey(void* state, void* data, zip_uint64_t length, zip_source_cmd_t command) {
  auto& sink = *static_cast<ArchiveSink*>(state);
  switch (command) {
    case ZIP_SOURCE_SUPPORTS:
      return zip_source_make_command_bitmap(
          ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR,
          ZIP_SOURCE_FREE, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, ZIP_SOURCE_BEGIN_WRITE, ZIP_SOURCE_WRITE,
          ZIP_SOURCE_SEEK_WRITE, ZIP_SOURCE_TELL_WRITE, ZIP_SOURCE_COMMIT_WRITE, ZIP_SOURCE_ROLLBACK_WRITE,
          ZIP_SOURCE_REMOVE, -1);
    case ZIP_SOURCE_WRITE: {
      const int error = write_all(sink.file.descriptor(),
                                  {static_cast<const char*>(data), static_cast<std::size_t>(length)});
      return error == 0 ? static_cast<zip_int64_t>(length) : fail(sink, ZIP_ER_WRITE, error);
    }
    case ZIP_SOURCE_SEEK_WRITE:
      return seek(sink, data, length);
    case ZIP_SOURCE_TELL_WRITE:
      return ::lseek(sink.file.descriptor(), 0, SEEK_CUR);
    case ZIP_SOURCE_ERROR:
      return zip_error_to_data(&sink.error, data, length);
    case ZIP_SOURCE_STAT:  // there is nothing to be read: the archive is new
      return fail(sink, ZIP_ER_READ, ENOENT);
    case ZIP_SOURCE_BEGIN_WRITE:
    case ZIP_SOURCE_COMMIT_WRITE:
    case ZIP_SOURCE_ROLLBACK_WRITE:
    case ZIP_SOURCE_REMOVE:
    case ZIP_SOURCE_FREE:
      return 0;
    default:
      return fail(sink, ZIP_ER_OPNOTSUPP, 0);
  }
}

Archive new_archive(const fs::path& path, ArchiveSink& sink) {
  zip_error_t error;
  zip_error_init(&error);
  zip_error_init(&sink.error);
  zip_source_t* source = zip_source_function_create(&obey, &sink, &error);
  HYBRID_CHECK(source != nullptr, "{}: {}", path.string(), zip_error_strerror(&error));
  Archive archive(zip_open_from_source(source, ZIP_CREATE, &error), &zip_discard);
  HYBRID_CHECK(archive != nullptr, "{}: {}", path.string(), zip_error_strerror(&error));
  return archive;
}

}  // namespace

void write_npz(const fs::path& path, std::span<const NpyArray> arrays, std::span<const NpyFile> files) {
  HYBRID_CHECK(!arrays.empty() || !files.empty(), "{}: an .npz without arrays", path.string());
  NewFile file(path);
  ArchiveSink sink{file, {}};
  Archive archive = new_archive(path, sink);
  std::vector<std::string> headers;  // libzip reads them in zip_close
  headers.reserve(arrays.size());
  for (const auto& array : arrays)
    add_entry(archive.get(), array.name,
              source_of(archive.get(), array, headers.emplace_back(format_npy_header(array.header))));
  for (const auto& array : files) add_entry(archive.get(), array.name, source_of(archive.get(), array));
  if (zip_close(archive.get()) != 0)
    throw DataError(path, fmt::format("cannot be written ({})", zip_strerror(archive.get())));
  static_cast<void>(archive.release());
  file.finish();
}

}  // namespace hybrid::predictions
