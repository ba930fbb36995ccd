#include "core/build_info.h"

#include "git_commit.h"

namespace hybrid {

const BuildInfo& build_info() {
#ifdef __clang__
  static const std::string compiler = "Clang " __clang_version__;
#else
  static const std::string compiler = "GCC " __VERSION__;
#endif
  static const BuildInfo info{HYBRID_VERSION, HYBRID_GIT_COMMIT, HYBRID_BUILD_TYPE, compiler, HYBRID_FLAGS};
  return info;
}

}  // namespace hybrid
