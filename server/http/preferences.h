// What a client would rather have: the lists of Accept, Accept-Encoding and Accept-Language (RFC 9110, section 12.4.2).
#pragma once

#include <string_view>
#include <vector>

namespace kb::server {

struct Preference {
    std::string_view range;  // as written: "ru-RU", "gzip", "text/*"
    int quality = 1000;      // in thousandths
};

// In the order written, views into `header`; what has no readable quality is left out, and what no browser sends, too.
std::vector<Preference> parse_preferences(std::string_view header);

// Of what is named `name` itself, whatever its case; 0 when it is not.
int quality_of(const std::vector<Preference>& preferences, std::string_view name);

}  // namespace kb::server
