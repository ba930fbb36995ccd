#pragma once
// The claims by topic, each as one statement comparable with the paper. All numbers are read from
// results/paper/.

#include <string_view>
#include <vector>

#include "paper/check.h"
#include "paper/printed.h"

namespace hybrid::paper {

using Claims = std::vector<CheckedClaim>;

/// Access to the printed numbers by short names.
class PaperNumbers {
 public:
  explicit PaperNumbers(const Paper& paper) : paper_(paper) {}

  const PrintedNumber& operator()(std::string_view table, std::string_view row,
                                  std::string_view column) const {
    return paper_.at(table, row, column);
  }
  /// Returns a number of the running text.
  const PrintedNumber& text(std::string_view row) const { return paper_.at("text", row, "value"); }
  /// Returns a number of the works cited in the paper.
  const PrintedNumber& source(std::string_view row) const { return paper_.at("sources", row, "value"); }
  const PrintedTable& table(std::string_view name) const { return paper_.table(name); }

 private:
  const Paper& paper_;
};

/// Returns a column's head as an exact number.
/// @throws DataError if it is not a number
Quantity head(std::string_view column);
/// Returns the coverage at a mean latency in Table 3's cost model, in per cent: latency = 200 ms + (1 - c)
/// 2000 ms.
Quantity coverage_at(const PaperNumbers& paper, std::string_view latency);
/// Returns the columns in which both rows have numbers.
std::vector<std::string> shared_columns(const PrintedTable& table, std::string_view row,
                                        std::string_view other);
/// Returns `row` - `other` at each of these columns.
std::vector<Quantity> differences(const PrintedTable& table, std::string_view row, std::string_view other);

Claims claims_on_speed(const PaperNumbers& paper);     ///< latency, energy and communication saved
Claims claims_on_accuracy(const PaperNumbers& paper);  ///< gains over other methods
Claims claims_on_costs(const PaperNumbers& paper);     ///< Table 1, payload and link
Claims claims_on_energy(const PaperNumbers& paper);    ///< A.2's arithmetic, Table 3's energies
Claims claims_on_router(const PaperNumbers& paper);    ///< overhead: A.4.2, Table 7
Claims claims_on_models(const PaperNumbers& paper);    ///< data sets and networks: A.1, Tables 5 and 6
Claims claims_on_bound(const PaperNumbers& paper);     ///< A.2's upper bound
/// Whether the accuracies are possible and repeated numbers are equal.
Claims claims_on_tables(const PaperNumbers& paper);

}  // namespace hybrid::paper
