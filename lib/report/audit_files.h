#pragma once
// Machine-readable files of `hybrid audit`.

#include <nlohmann/json.hpp>
#include <string>

#include "audit/audit.h"

namespace hybrid::report {

/// Returns one row per test example, in the order of the input:
///   id,label,base_answer,cloud_answer,base_right,cloud_right,score,threshold,decision,verdict
/// Classes are given by name if names are known; the threshold is empty if everything is sent.
std::string decisions_csv(const audit::AuditTask& task, const audit::Audit& audit);

/// Returns the audit without the individual decisions.
/// @param name name of the data
nlohmann::ordered_json audit_json(const std::string& name, const audit::AuditTask& task,
                                  const audit::Audit& audit);

}  // namespace hybrid::report
