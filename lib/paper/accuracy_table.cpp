#include "paper/accuracy_table.h"

#include <algorithm>

#include "core/error.h"

namespace hybrid::paper {

namespace {

/// Collects the findings of one row. All quantities are in the table's unit.
class RowChecker {
 public:
  RowChecker(const AccuracyTable& table, std::size_t row, TableCheck& check)
      : table_(table),
        row_(row),
        check_(check),
        whole_(table.whole),
        c_(table.rows[row].coverage),
        q_(whole_ - c_) {
    // The difference of an exact number from the whole is shown as a number: 3, not 100 - 97.
    q_.text = to_text(q_.value);
    q_.form = Quantity::Form::atom;
  }

  void check_accuracy() {
    const Quantity& a = row().accuracy;
    add("accuracy at most kept and right + sent and right",
        at_most(a, most_kept_right() + most_sent_right()));
    add("accuracy at least what cannot go wrong", at_least(a, least_kept_right() + least_sent_right()));
    const Quantity gap = whole_ - base();
    if (gap.low > 0 && base().high <= cloud().low) {
      const Quantity blind = smallest({base() + (cloud() - base()) / gap * q_, cloud()});
      if (at_most(a, blind).verdict == ClaimVerdict::contradicted)
        check_.notes.push_back(
            {row_, fmt::format("{} is above {}, the curve of a router that is blind to the cloud's errors "
                               "(A.2)",
                               with_result(a), with_result(blind))});
    }
  }

  void check_kept() {
    if (!row().kept_accuracy) return;
    const Quantity right = kept_right(row());
    const Quantity sent_right = row().accuracy - right;
    add("kept and right at most what the base has right", at_most(right, most_kept_right()));
    add("kept and right at least what sending leaves", at_least(right, least_kept_right()));
    add("sent and right at most what the cloud has right", at_most(sent_right, most_sent_right()));
    add("sent and right at least what keeping leaves", at_least(sent_right, least_sent_right()));
  }

  /// Checks the row against another row of the same method.
  /// @param less_kept the row with the next smaller coverage
  void check_against(const AccuracyRow& less_kept) {
    const Quantity step = c_ - less_kept.coverage;
    const std::string where = fmt::format("at {} kept", less_kept.coverage.text);
    add("accuracy at least that " + where + " less what is sent between",
        at_least(row().accuracy, less_kept.accuracy - step));
    add("accuracy at most that " + where + " and what is sent between",
        at_most(row().accuracy, less_kept.accuracy + step));
    if (!row().kept_accuracy || !less_kept.kept_accuracy) return;
    add("kept and right at least that " + where, at_least(kept_right(row()), kept_right(less_kept)));
    add("kept and right at most that " + where + " and all between",
        at_most(kept_right(row()), kept_right(less_kept) + step));
  }

 private:
  const AccuracyRow& row() const { return table_.rows[row_]; }
  const Quantity& base() const { return table_.base_accuracy; }
  const Quantity& cloud() const { return table_.cloud_accuracy; }
  Quantity most_kept_right() const { return smallest({c_, base()}); }
  Quantity most_sent_right() const { return smallest({q_, cloud()}); }
  Quantity least_kept_right() const { return largest({0, base() - q_}); }
  Quantity least_sent_right() const { return largest({0, cloud() - c_}); }
  Quantity kept_right(const AccuracyRow& of) const { return of.coverage / whole_ * *of.kept_accuracy; }
  void add(std::string rule, ComparedSides sides) {
    check_.findings.push_back({row_, std::move(rule), std::move(sides)});
  }

  const AccuracyTable& table_;
  std::size_t row_;
  TableCheck& check_;
  Quantity whole_, c_, q_;
};

/// Returns the row of the same method with the next smaller coverage; null if there is none.
const AccuracyRow* next_less_kept(const AccuracyTable& table, const AccuracyRow& row) {
  const AccuracyRow* next = nullptr;
  for (const auto& other : table.rows)
    if (other.method == row.method && other.coverage.value < row.coverage.value &&
        (next == nullptr || other.coverage.value > next->coverage.value))
      next = &other;
  return next;
}

}  // namespace

TableCheck check_table(const AccuracyTable& table) {
  TableCheck check;
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    RowChecker checker(table, r, check);
    checker.check_accuracy();
    checker.check_kept();
    if (const AccuracyRow* next = next_less_kept(table, table.rows[r])) checker.check_against(*next);
  }
  return check;
}

const TableFinding& deciding_finding(const TableCheck& check, std::size_t row) {
  const TableFinding* worst = nullptr;
  for (const auto& finding : check.findings)
    if (finding.row == row && (worst == nullptr || finding.sides.verdict > worst->sides.verdict))
      worst = &finding;
  HYBRID_CHECK(worst != nullptr, "row {} was not checked", row);
  return *worst;
}

std::string_view possibility_name(ClaimVerdict verdict) {
  switch (verdict) {
    case ClaimVerdict::holds:
      return "possible";
    case ClaimVerdict::holds_with_rounding:
      return "possible only with rounding";
    case ClaimVerdict::contradicted:
      return "impossible";
  }
  HYBRID_CHECK(false, "verdict {}", static_cast<int>(verdict));
}

std::string row_name(const AccuracyRow& row) {
  return fmt::format("{}, {} kept", row.method, row.coverage.text);
}

}  // namespace hybrid::paper
