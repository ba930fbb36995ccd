# Run at build time (cmake -P): writes the last commit that changed the programs into OUTPUT, and touches the file only when it has
# changed, so that a build without changes compiles nothing. Uncommitted changes are part of the name, by their hash: two
# different working trees never pass for the same code. A commit of documentation, tests or results changes nothing here, so
# that finished runs stay valid.
set(code CMakeLists.txt apps cmake lib)
execute_process(COMMAND git log -1 --format=%h --abbrev=12 -- ${code}
                WORKING_DIRECTORY ${SOURCE_DIR} OUTPUT_VARIABLE commit ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
execute_process(COMMAND git diff HEAD -- ${code}
                WORKING_DIRECTORY ${SOURCE_DIR} OUTPUT_VARIABLE changes ERROR_QUIET)
if(NOT commit)
  set(commit "unknown")
elseif(changes)
  string(SHA256 hash "${changes}")
  string(SUBSTRING ${hash} 0 8 hash)
  string(APPEND commit "-dirty.${hash}")
endif()
set(text "#define HYBRID_GIT_COMMIT \"${commit}\"\n")
if(EXISTS ${OUTPUT})
  file(READ ${OUTPUT} before)
endif()
if(NOT "${before}" STREQUAL "${text}")
  file(WRITE ${OUTPUT} "${text}")
endif()
