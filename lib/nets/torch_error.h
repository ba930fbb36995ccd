#pragma once
// LibTorch's exceptions in one line for users. A fault within a TorchScript program begins with a general
// sentence and a stack trace; the cause is at the end: "RuntimeError: shape '[1, 48]' is invalid for ...".

#include <exception>
#include <string>
#include <string_view>

namespace hybrid::nets {

/// Returns the cause from such a message: the last line of the kind "...Error: ...", else the first line that
/// is not empty. Of more than 300 characters only the first sentence.
std::string cause_in(std::string_view message);

/// Returns cause_in() its message.
std::string cause_of(const std::exception& error);

/// Returns the cause and, where it is known, what helps: "expected scalar type Float but found Half; save it
/// in float32, after model.float()".
std::string explain(const std::exception& error);

}  // namespace hybrid::nets
