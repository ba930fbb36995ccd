#include "routing/router_c_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/printable.h"
#include "core/text.h"
#include "routing/router_c_parts.h"

namespace hybrid::routing {

bool is_c_prefix(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !text.empty() && letter(text.front()) &&
         std::ranges::all_of(text, [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; });
}

bool is_c_include(std::string_view file) {
  return !file.empty() && file.find_first_of("\"\\?") == std::string_view::npos && printable(file) == file &&
         file.find_first_of("\n\t") == std::string_view::npos;
}

namespace c_text {

namespace {

/// Returns a double constant that C reads as the same number.
std::string literal(double value) {
  if (std::isinf(value)) return value > 0 ? "HUGE_VAL" : "-HUGE_VAL";
  const std::string text = shortest(value);
  return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

const char* parts_for(Feed feed, const char* outputs, const char* confidence, const char* classes) {
  return feed == Feed::outputs ? outputs : feed == Feed::confidence ? confidence : classes;
}

/// Returns any text as the inside of a C comment: it cannot end the comment, also after trigraphs and
/// backslashes at line ends are replaced, because every line is indented; and it warns no compiler.
std::string comment_text(std::string_view text) {
  std::string comment;
  for (const char c : printable(text)) {
    const char before = comment.empty() ? ' ' : comment.back();
    if ((before == '*' && c == '/') || (before == '/' && c == '*') || (before == '?' && c == '?'))
      comment += ' ';
    comment += c;
    if (c == '\n') comment += "   ";
  }
  return comment;
}

}  // namespace

std::string number(double value) {
  return "R(" + literal(value) + ")";
}

std::string define(const char* name, const std::string& value) {
  return fmt::format("#define {} {}\n", name, value);
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  auto at = text.find(from);
  HYBRID_CHECK(at != std::string::npos, "no {}", from);
  for (; at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
  return text;
}

std::string opening(Feed feed, std::string_view when, double float_error, const std::string& origin,
                    const RouterCNames& names) {
  using namespace c_parts;
  // The names in it are not ours to replace.
  return fmt::format(
      "/* {}\n\n"
      "   Returns 1 to send an input to the cloud: {}. 0 keeps it.\n{}"
      "   In double the decisions are the program's, with the same bits everywhere if compiled with\n"
      "   -ffp-contract=off. In float an input is also kept if its score exceeds the threshold by less than\n"
      "   about {:.1e}, which is float's rounding. */\n"
      "#include \"{}\"\n\n#include <math.h>\n",
      comment_text(origin), comment_text(when),
      replaced(parts_for(feed, kUseOutputs, kUseConfidence, kUseClass), "PREFIX", names.prefix),
      2 * float_error, names.header);
}

std::string header(Feed feed, std::size_t classes, const std::string& origin, const RouterCNames& names) {
  using namespace c_parts;
  std::string declarations = parts_for(feed, kDeclareOutputs, kDeclareConfidence, kDeclareClass);
  if (feed == Feed::outputs)
    declarations = replaced(replaced(declarations, "UPPER", upper(names.prefix)), "CLASS_COUNT",
                            std::to_string(classes));
  const std::string guard = upper(names.prefix) + "_ROUTER_H";
  return fmt::format(
      "/* {}\n\n   Every function returns 1 to send the input to the cloud and 0 to keep the base's prediction. "
      "*/\n"
      "#ifndef {}\n#define {}\n\n#include <stdint.h>\n\n#ifdef __cplusplus\nextern \"C\" {{\n#endif\n{}"
      "\n#ifdef __cplusplus\n}}\n#endif\n\n#endif\n",
      comment_text(origin), guard, guard, replaced(declarations, "PREFIX", names.prefix));
}

}  // namespace c_text

}  // namespace hybrid::routing
