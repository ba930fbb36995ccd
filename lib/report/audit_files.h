#pragma once
// What `hybrid audit` leaves for programs.

#include <nlohmann/json.hpp>
#include <string>

#include "audit/audit.h"

namespace hybrid::report {

/// One row per test example, in the order of the input:
/// id,label,base_answer,cloud_answer,base_right,cloud_right,score,threshold,decision,verdict. Classes by
/// their names where they have some; the threshold is empty where everything is sent.
std::string decisions_csv(const audit::AuditTask& task, const audit::Audit& audit);

/// Everything but the single decisions. @param name of the data
nlohmann::ordered_json audit_json(const std::string& name, const audit::AuditTask& task,
                                  const audit::Audit& audit);

}  // namespace hybrid::report
