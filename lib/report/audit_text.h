#pragma once

#include <string>

#include "audit/audit.h"

namespace hybrid::report {

/// Returns the audit as text: the decisions, the warnings, the slices with losses, the checks that passed.
std::string audit_text(const std::string& name, const audit::Audit& audit);

}  // namespace hybrid::report
