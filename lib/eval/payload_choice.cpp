#include "eval/payload_choice.h"

namespace hybrid::eval {

PayloadChoice choose_payload(const Requirements& requirements, std::span<const PayloadProblem> payloads,
                             const PointOptions& options) {
  PayloadChoice choice;
  for (const auto& payload : payloads)
    choice.tunings.push_back(tune(requirements, payload.problem, payload.method, payload.costs, options));
  const auto accuracy = [&](std::size_t i) { return choice.point(i)->tuned_accuracy.value(); };
  for (std::size_t i = 0; i < payloads.size(); ++i)
    if (choice.point(i) != nullptr && (!choice.best || accuracy(i) > accuracy(*choice.best))) choice.best = i;
  return choice;
}

}  // namespace hybrid::eval
