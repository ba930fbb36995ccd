#include "reproduce/budgets.h"

namespace hybrid::reproduce {

double coverage_at(const cost::SystemCost& cost, const Budget& budget) {
  return *cost.total(cost::Resource::latency)->coverage_for(budget.latency_ms);
}

}  // namespace hybrid::reproduce
