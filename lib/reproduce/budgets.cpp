#include "reproduce/budgets.h"

namespace hybrid {

double coverage_at(const SystemCost& cost, const Budget& budget) {
  return *cost.total(Resource::latency)->coverage_for(budget.latency_ms);
}

}  // namespace hybrid
