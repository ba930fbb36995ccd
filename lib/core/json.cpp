#include "core/json.h"

#include "core/error.h"
#include "core/limits.h"
#include "core/text.h"

namespace hybrid {

void require_bounded_json(std::string_view text, const std::filesystem::path& name) {
  if (text.size() > limits::kJson)
    throw DataError(name, fmt::format("holds {} bytes of JSON, at most {} are read (docs/limits.md)",
                                      with_thousands(static_cast<std::int64_t>(text.size())),
                                      with_thousands(static_cast<std::int64_t>(limits::kJson))));
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '[' || c == '{') {
      if (++depth > limits::kJsonDepth)
        throw DataError(name,
                        fmt::format("nests JSON lists and objects deeper than {} (byte {}; docs/limits.md)",
                                    limits::kJsonDepth, i));
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
}

}  // namespace hybrid
