// What only the receiver may know: the key that requests are signed with, or a token.
#pragma once

#include <filesystem>
#include <string>

#include "kb/base/error.h"

namespace kb::server {

constexpr const char* secret_variable = "OTVET_RECEIVER_SECRET";

// The content of `file` without the line's end, or when there is no file what `from_environment` says (nullptr when it is not
// set). Empty when there is neither. No error repeats any of it.
Result<std::string> read_secret(const std::filesystem::path& file, const char* from_environment);

}  // namespace kb::server
