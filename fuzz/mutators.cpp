#include "mutators.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "unit/weights/file_builders.h"

/// libFuzzer's own mutation.
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t room);

namespace hybrid::fuzz {

namespace {

/// Of so many mutations one is plain.
constexpr unsigned kPlain = 8;

std::string mutated(std::string text, std::size_t room) {
  const std::size_t size = text.size();
  text.resize(std::max(room, size));
  text.resize(LLVMFuzzerMutate(reinterpret_cast<std::uint8_t*>(text.data()), size, text.size()));
  return text;
}

/// Puts `text` into the place of the input if there is room for it.
std::size_t give(const std::string& text, std::uint8_t* data, std::size_t size, std::size_t room) {
  if (text.size() > room) return LLVMFuzzerMutate(data, size, room);
  std::memcpy(data, text.data(), text.size());
  return text.size();
}

template <class T>
T number_at(std::string_view bytes, std::size_t at) {
  T value = 0;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

/// The entries of a zip file without compression, or std::nullopt.
std::optional<test::Entries> entries_of(std::string_view zip) {
  constexpr std::size_t kHeader = 30;
  test::Entries entries;
  while (zip.starts_with("PK\x03\x04") && zip.size() >= kHeader) {
    const auto method = number_at<std::uint16_t>(zip, 8);
    const std::size_t content = number_at<std::uint32_t>(zip, 18), name = number_at<std::uint16_t>(zip, 26),
                      extra = number_at<std::uint16_t>(zip, 28);
    if (method != 0 || zip.size() - kHeader < name + extra + content) return std::nullopt;
    entries.emplace_back(zip.substr(kHeader, name), zip.substr(kHeader + name + extra, content));
    zip.remove_prefix(kHeader + name + extra + content);
  }
  if (entries.empty()) return std::nullopt;
  return entries;
}

}  // namespace

std::size_t mutate_zip(std::uint8_t* data, std::size_t size, std::size_t room, unsigned seed) {
  auto entries = entries_of({reinterpret_cast<const char*>(data), size});
  if (!entries || seed % kPlain == 0) return LLVMFuzzerMutate(data, size, room);
  auto& [name, content] = (*entries)[seed / kPlain % entries->size()];
  content = mutated(std::move(content), content.size() + room - size);
  return give(test::zip_file(*entries), data, size, room);
}

std::size_t mutate_tar(std::uint8_t* data, std::size_t size, std::size_t room, unsigned seed) {
  constexpr std::size_t kBlock = 512, kSum = 148, kMagic = 257;
  size = LLVMFuzzerMutate(data, size, room);
  if (seed % kPlain == 0) return size;
  for (std::uint8_t* block = data; block + kBlock <= data + size; block += kBlock) {
    if (std::memcmp(block + kMagic, "ustar", 5) != 0) continue;
    std::memset(block + kSum, ' ', 8);
    unsigned sum = 0;
    for (std::size_t i = 0; i < kBlock; ++i) sum += block[i];
    std::memcpy(block + kSum, fmt::format("{:06o}", sum).c_str(), 7);
  }
  return size;
}

std::size_t mutate_safetensors(std::uint8_t* data, std::size_t size, std::size_t room, unsigned seed) {
  constexpr std::size_t kPrefix = sizeof(std::uint64_t);
  const std::string_view file(reinterpret_cast<const char*>(data), size);
  const std::uint64_t length = size < kPrefix ? size : number_at<std::uint64_t>(file, 0);
  if (size < kPrefix || length > size - kPrefix || seed % kPlain == 0)
    return LLVMFuzzerMutate(data, size, room);
  std::string header(file.substr(kPrefix, length)), tensors(file.substr(kPrefix + length));
  std::string& part = seed / kPlain % 4 == 0 ? tensors : header;
  part = mutated(std::move(part), part.size() + room - size);
  return give(test::safetensors_file(header, tensors), data, size, room);
}

}  // namespace hybrid::fuzz
