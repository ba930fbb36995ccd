#pragma once

#include <string>

#include "audit/audit.h"

namespace hybrid::report {

/// The audit as a tired engineer reads it: what happened to the inputs, what is wrong, where it loses, what
/// was checked and found in order.
std::string audit_text(const std::string& name, const audit::Audit& audit);

}  // namespace hybrid::report
