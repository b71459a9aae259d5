// Follows content and publishes each change of it that is right.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "kb/base/error.h"
#include "kb/base/log.h"
#include "kb/text/dictionaries.h"

namespace kb {

struct WatchRequest {
    std::filesystem::path content, index;
    std::optional<std::string> ref;  // of a repository; the files on disk without
    std::shared_ptr<const Dictionaries> dictionaries;
    std::chrono::milliseconds every{5000};  // looks this often, whatever the kernel tells
    std::function<std::int64_t()> now;      // unix seconds
    Log log;
};

// Until SIGTERM or SIGINT. Fails only when it cannot begin: the index is something else, or is followed already. To be called
// while the process has one thread.
Result<void> watch_content(const WatchRequest& request);

}  // namespace kb
