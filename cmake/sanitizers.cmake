# Link `hybrid_sanitizers` PRIVATE to every target; it does nothing unless -DHYBRID_SANITIZE=address,undefined is given.
set(HYBRID_SANITIZE "" CACHE STRING "Sanitizers to build with, e.g. address,undefined")
add_library(hybrid_sanitizers INTERFACE)
if(HYBRID_SANITIZE)
  target_compile_options(hybrid_sanitizers INTERFACE
    -fsanitize=${HYBRID_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(hybrid_sanitizers INTERFACE -fsanitize=${HYBRID_SANITIZE})
endif()
