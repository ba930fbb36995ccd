# Run at build time (cmake -P): writes OUTPUT, a C++ source that defines the text of FILE as NAME in NAMESPACE, so that a
# script or a style is a file of its own here and a part of the program.
file(READ ${FILE} text)
file(WRITE ${OUTPUT} "#include <string_view>\n\nnamespace ${NAMESPACE} {\n\nextern const std::string_view ${NAME};\nconst std::string_view ${NAME} = R\"embedded(${text})embedded\";\n\n}  // namespace ${NAMESPACE}\n")
