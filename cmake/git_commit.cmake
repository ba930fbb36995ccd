# Run at build time (cmake -P): writes the commit that is being built into OUTPUT, and touches the file only when
# the commit has changed, so that a build without changes compiles nothing.
execute_process(COMMAND git describe --always --dirty --abbrev=12 --exclude *
                WORKING_DIRECTORY ${SOURCE_DIR} OUTPUT_VARIABLE commit ERROR_QUIET
                OUTPUT_STRIP_TRAILING_WHITESPACE)
if(NOT commit)
  set(commit "unknown")
endif()
set(text "#define HYBRID_GIT_COMMIT \"${commit}\"\n")
if(EXISTS ${OUTPUT})
  file(READ ${OUTPUT} before)
endif()
if(NOT "${before}" STREQUAL "${text}")
  file(WRITE ${OUTPUT} "${text}")
endif()
