// Where Xapian's exceptions become errors of ours.
#pragma once

#include <filesystem>

#include <xapian.h>

#include "kb/base/error.h"

namespace kb {

Error index_error(const Xapian::Error& error, const std::filesystem::path& directory);

// Runs `work` (returning a Result) and translates what Xapian throws.
template <class Work>
auto guard_xapian(const std::filesystem::path& directory, Work work) -> decltype(work()) {
    try {
        return work();
    } catch (const Xapian::Error& error) {
        return fail(index_error(error, directory));
    }
}

}  // namespace kb
