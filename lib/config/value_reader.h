#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "config/fields.h"
#include "config/findings.h"
#include "config/yaml_tree.h"

namespace hybrid::config {

/// The source of a value. The command line follows the rules of a file, except that findings do not number
/// the entries of a list.
enum class WrittenIn { file, command_line };

/// A value to be read into a member.
struct WrittenValue {
  std::string name;  ///< name in findings: "router.hidden", "--seed"
  const YamlNode& node;
  WrittenIn where = WrittenIn::file;
};

/// Reads a value into the member. A share may be in per cent ("80%"), a number of spec.unit may carry a unit
/// ("1.4s"). If it has the wrong type, is not finite, out of range or not a file, the
/// finding is reported, its name added to report.faulty, and the member left unchanged.
/// @param folder base of relative file names
void read_value(const WrittenValue& value, Binding member, const FieldSpec& spec,
                const std::filesystem::path& folder, ConfigReport& report);

/// Returns the value if it is one of `words`; otherwise reports a finding with the nearest word and returns
/// `chosen`.
std::string read_word(const WrittenValue& value, const std::string& chosen,
                      std::span<const std::string> words, ConfigReport& report);

/// Reports that the value must be something else: "a section", "one of a, b".
void refuse_value(const WrittenValue& value, const std::string& allowed, ConfigReport& report);

}  // namespace hybrid::config
