# Link `hybrid_warnings` PRIVATE: our warnings concern our sources, never a packager's or a user's.
option(HYBRID_WERROR "Treat warnings as errors" OFF)
add_library(hybrid_warnings INTERFACE)
target_compile_options(hybrid_warnings INTERFACE
  -Wall -Wextra -Wpedantic
  -Wshadow                # a name that hides another is read wrongly
  -Wconversion            # silent loss of precision or of the sign
  -Wsign-conversion
  -Wold-style-cast
  -Wnon-virtual-dtor
  -Woverloaded-virtual
  $<$<BOOL:${HYBRID_WERROR}>:-Werror>)
