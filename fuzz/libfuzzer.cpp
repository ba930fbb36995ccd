// What libFuzzer calls. The reader is named by an option that it passes over: fuzz_reader --reader=npy ...

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "readers.h"

namespace {

const hybrid::fuzz::Reader* reader = nullptr;

}  // namespace

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t room);

extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments) {
  constexpr std::string_view kOption = "--reader=";
  for (int i = 1; i < *count; ++i)
    if (const std::string_view word = (*arguments)[i]; word.starts_with(kOption))
      reader = hybrid::fuzz::find_reader(word.substr(kOption.size()));
  if (reader != nullptr) return 0;
  for (const auto& known : hybrid::fuzz::readers())
    std::printf("%s %d\n", std::string(known.name).c_str(), known.most_bytes);
  std::exit(0);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  reader->read({reinterpret_cast<const char*>(data), size});
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t room,
                                               unsigned seed) {
  const auto mutate = reader->mutate;
  return mutate != nullptr ? mutate(data, size, room, seed) : LLVMFuzzerMutate(data, size, room);
}
