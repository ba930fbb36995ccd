#pragma once
// A results folder as written by `hybrid reproduce`: the tiny table, a figure with its picture, two claims,
// one run.

#include "core/log.h"
#include "reproduce/provenance.h"
#include "reproduce/table_files.h"
#include "reproduce/table_json.h"
#include "support/temporary_folder.h"
#include "support/tiny_table.h"

namespace hybrid::test {

inline void write_results(const TemporaryFolder& folder) {
  Logger log(Verbosity::quiet, std::tmpfile());
  reproduce::write_table_files(tiny_table(), folder.path(), {}, log);
  reproduce::ReproducedTable figure{
      .name = "figure2", .title = "a picture", .column_unit = "", .parts = {}, .figure = {}, .verdict = ""};
  figure.figure = tiny_figure();
  folder.file("tables/figure2.json", reproduce::table_json(figure));
  folder.file("figures/figure2.svg", "<?xml?><svg width=\"8\"><g id=\"canvas\"/></svg>");
  folder.file(
      "tables/another.json",
      reproduce::table_json(
          {.name = "another", .title = "", .column_unit = "", .parts = {}, .figure = {}, .verdict = ""}));
  folder.file(
      "paper-check.json",
      R"({"claims": [{"place": "A.2", "claim": "a < b", "arithmetic": "1 < 2", "verdict": "holds", "remark": ""},)"
      R"({"place": "section 1", "claim": "25 % lower", "arithmetic": "1 - 1600 / 2000 = 20 %", "verdict": "contradicted", "remark": "of <energy>"}]})");
  reproduce::write_provenance({{.name = "pair",
                                .path = "results/runs/pair",
                                .command = "hybrid evaluate --base 'a & b'",
                                .commit = "684f5ab",
                                .version = "0.1.0",
                                .hash = "0123456789",
                                .started = "2026-11-24T10:00:00Z",
                                .machine = "CPU",
                                .seconds = 61}},
                              folder / "provenance.json");
}

}  // namespace hybrid::test
