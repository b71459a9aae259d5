// What an agent wrote, without greeting and signature: what of it may be sent to another customer.
#pragma once

#include <string>
#include <string_view>

namespace kb {

// Its lines stay as they are; empty when nothing else was written.
std::string read_answer(std::string_view answer);

}  // namespace kb
