// Bytes put aside on disk until they are needed again, so that memory does not grow with the content.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kb/base/error.h"
#include "kb/base/files.h"

namespace kb {

class Spill {
public:
    struct Place {
        std::uint64_t begin = 0, size = 0;
    };

    // An unnamed temporary file; gone with the object.
    static Result<Spill> create();
    Spill() = default;

    Result<Place> put(std::string_view bytes);
    Result<std::string> get(const Place& place) const;

private:
    FileDescriptor file_;
    std::uint64_t end_ = 0;
};

}  // namespace kb
