#include <array>

#include "input.h"
#include "readers.h"
#include "reproduce/html_report.h"
#include "reproduce/results_index.h"
#include "reproduce/table_json.h"
#include "reproduce/table_markdown.h"

namespace hybrid::fuzz {

/// The files that `hybrid report` reads, from which it makes a page.
void read_results(std::string_view bytes) {
  static constexpr std::array kFiles{"tables/a.json", "tables/b.json", "figures/figure2.svg",
                                     "paper-check.json", "provenance.json"};
  const auto results = folder() / "results";
  const auto given = files_in(bytes);
  for (const char* name : kFiles) {
    std::filesystem::remove(results / name);
    if (const auto found = given.find(name); found != given.end()) file(results / name, found->second);
  }
  read_or_refuse([&] {
    const auto read = reproduce::read_results(results);
    for (const auto& entry : read.tables) {
      reproduce::table_json(entry.table);
      reproduce::table_markdown(entry.table);
    }
    reproduce::html_report(read);
    reproduce::results_index(read);
  });
}

}  // namespace hybrid::fuzz
