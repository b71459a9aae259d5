#include "kb/base/random.h"

#include <sys/random.h>

#include <cerrno>
#include <cstring>
#include <exception>
#include <limits>

#include <fmt/format.h>

namespace kb {

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    for (std::size_t have = 0; have < count;) {
        const ssize_t got = ::getrandom(bytes.data() + have, count - have, 0);
        if (got > 0) have += static_cast<std::size_t>(got);
        else if (errno != EINTR) std::terminate();  // no such call: nothing here would be safe
    }
    return bytes;
}

std::uint64_t random_below(std::uint64_t end) {
    // What lies beyond the last whole multiple would make small numbers likelier.
    const std::uint64_t beyond = std::numeric_limits<std::uint64_t>::max() / end * end;
    for (;;) {
        std::uint64_t number = 0;
        std::memcpy(&number, random_bytes(sizeof number).data(), sizeof number);
        if (number < beyond) return number % end;
    }
}

std::string random_uuid() {
    std::string bytes = random_bytes(16);
    bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
    bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
    std::string text;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        if (at == 4 || at == 6 || at == 8 || at == 10) text += '-';
        text += fmt::format("{:02x}", static_cast<unsigned char>(bytes[at]));
    }
    return text;
}

}  // namespace kb
