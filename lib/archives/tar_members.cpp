#include "archives/tar_members.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "archives/file_bytes.h"
#include "core/error.h"
#include "core/interrupt.h"
#include "core/paths.h"

namespace hybrid::archives {

namespace {

constexpr std::uint64_t kTarBlock = 512;

std::string cleaned(std::string_view name) {
  while (name.starts_with("./")) name.remove_prefix(2);
  while (name.ends_with('/')) name.remove_suffix(1);
  return std::string(name == "." ? "" : name);
}

/// Checks that a tar file ends with blocks of zeros. libarchive accepts files without them, which may be
/// truncated.
void require_end(const FilePart& tar, std::uint64_t end) {
  std::array<char, kTarBlock> block{};
  const std::uint64_t at = (end + kTarBlock - 1) / kTarBlock * kTarBlock;
  const std::uint64_t left = at < tar.size ? tar.size - at : 0;
  const std::size_t wanted = std::min<std::uint64_t>(left, block.size());
  const std::size_t got = FileBytes(tar.file).read(tar.offset + at, std::span(block).first(wanted));
  if (got != block.size() || std::ranges::any_of(block, [](char c) { return c != 0; }))
    throw DataError(tar.name(), fmt::format("is truncated between two entries, {} bytes into it: the zeros "
                                            "are missing that end a tar file; download it again",
                                            at));
  // Zeros in place of an entry look like the end, so everything up to the end of the file must be zero.
  constexpr std::size_t kChunk = std::size_t{1} << 16;
  std::vector<char> rest(kChunk);
  const FileBytes file(tar.file);
  for (std::uint64_t from = at; from < tar.size; from += kChunk) {
    const std::size_t read =
        file.read(tar.offset + from, std::span(rest).first(std::min<std::uint64_t>(kChunk, tar.size - from)));
    if (std::any_of(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(read),
                    [](char c) { return c != 0; }))
      throw DataError(tar.name(),
                      fmt::format("continues after its end, which is {} bytes into it: damaged there, or "
                                  "several tar files in one; download it again",
                                  at));
    if (read == 0) return;
  }
}

}  // namespace

void for_each_member(const FilePart& tar, const std::function<void(const TarMember&)>& use,
                     const std::function<void(const std::string& name)>& skipped) {
  constexpr std::size_t kBlock = 4096;  // data between headers is skipped
  ArchiveReader reader(tar, kBlock);
  std::uint64_t end = 0;
  while (reader.next()) {
    throw_if_interrupted("nothing was kept of the list of the images");
    if (reader.is_compressed())
      throw DataError(tar.name(),
                      "is compressed: images are read in place from a tar file, and in a compressed one "
                      "they have no place; unpack it to a plain .tar (gunzip, unzstd, ...)");
    const std::string& name = reader.name();
    if (leaves_its_folder(name))
      throw DataError(
          tar.name(),
          fmt::format("has the entry '{}', which lies outside its folder: not read, and not to be trusted",
                      name));
    const bool other = !reader.is_folder() && !reader.is_file();
    if ((other && !skipped) || (reader.is_file() && reader.is_sparse()))
      throw DataError(
          tar.name(),
          fmt::format("has the entry '{}', which is neither a file in one piece nor a folder", name));
    const std::uint64_t size = reader.is_folder() ? 0 : reader.size();
    end = reader.position() + size;
    if (other) {
      skipped(cleaned(name));
      continue;
    }
    use({.name = cleaned(name),
         .folder = reader.is_folder(),
         .offset = tar.offset + reader.position(),
         .size = size});
  }
  if (reader.is_compressed()) throw DataError(tar.name(), "is compressed and empty, expected a plain .tar");
  require_end(tar, end);
}

FilePart part_of(const FilePart& tar, const TarMember& member) {
  return {.file = tar.file, .offset = member.offset, .size = member.size, .member = member.name};
}

bool is_compressed_name(std::string_view name) {
  constexpr std::array<std::string_view, 8> kEndings{".tar.gz",  ".tgz",     ".tar.bz2", ".tar.xz",
                                                     ".tar.zst", ".tar.lz4", ".tar.Z",   ".zip"};
  return std::ranges::any_of(kEndings, [&](std::string_view ending) { return name.ends_with(ending); });
}

}  // namespace hybrid::archives
