#include "reproduce/reproduced.h"

#include "core/error.h"

namespace hybrid {

std::string_view name_of(Standing standing) {
  switch (standing) {
    case Standing::within:
      return "within tolerance";
    case Standing::outside:
      return "outside tolerance";
    case Standing::other_data:
      return "other data";
    case Standing::needs_data:
      return "needs data";
    case Standing::ours_only:
      return "ours only";
  }
  HYBRID_CHECK(false, "standing {}", static_cast<int>(standing));
}

}  // namespace hybrid
