// What the operator reads on standard error; never anything about a visitor.
#pragma once

#include "kb/base/log.h"

namespace kb::server {

// One line for each message, with time and level; may be used by any thread.
Log log_to_stderr();

}  // namespace kb::server
