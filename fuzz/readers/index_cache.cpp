#include "image_index/index_cache.h"

#include "core/sha256.h"
#include "input.h"
#include "readers.h"

namespace hybrid::fuzz {

/// The content of a cached index, behind the right hash.
void read_index_cache(std::string_view bytes) {
  using namespace image_index;
  static const std::string empty = to_bytes({});
  static const std::string magic = empty.substr(0, empty.find('\n') + 1);
  read_or_refuse([&] {
    const auto index = index_from_bytes(magic + sha256(bytes) + std::string(bytes));
    if (!index) return;
    for (std::size_t i = 0; i < index->size(); ++i) index->name(i);
    HYBRID_CHECK(index_from_bytes(to_bytes(*index)) == index, "an index changes when it is written");
  });
}

}  // namespace hybrid::fuzz
