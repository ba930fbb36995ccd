# Link `hybrid_warnings` PRIVATE: our warnings concern our sources, never a packager's or a user's.
option(HYBRID_WERROR "Treat warnings as errors" OFF)
add_library(hybrid_warnings INTERFACE)
target_compile_options(hybrid_warnings INTERFACE
  -Wall -Wextra -Wpedantic
  # A name that hides another is read wrongly; of another file, which a unity build sees, it hides nothing.
  $<$<NOT:$<BOOL:${CMAKE_UNITY_BUILD}>>:-Wshadow>
  -Wconversion            # silent loss of precision or of the sign
  -Wsign-conversion
  -Wold-style-cast
  -Wnon-virtual-dtor
  -Woverloaded-virtual
  -Wno-missing-field-initializers  # designated initialisers leave the rest at its default on purpose
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>  # false positives on "literal" + std::string in g++ 12 (GCC bug 105329)
  $<$<BOOL:${HYBRID_WERROR}>:-Werror>
  # Whether g++ gives these depends on what it inlines, and some of 12's are wrong (GCC bug 105651): told, not refused.
  "$<$<CXX_COMPILER_ID:GNU>:-Wno-error=array-bounds;-Wno-error=stringop-overflow;-Wno-error=stringop-overread>"
  "$<$<CXX_COMPILER_ID:GNU>:-Wno-error=maybe-uninitialized;-Wno-error=free-nonheap-object>")
