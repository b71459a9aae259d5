#include "kb/base/json_depth.h"

namespace kb {

bool is_json_deeper(std::string_view text, int most) {
    int depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string && c == '\\') ++i;
        else if (c == '"') in_string = !in_string;
        else if (in_string) continue;
        else if ((c == '[' || c == '{') && ++depth > most) return true;
        else if (c == ']' || c == '}') --depth;
    }
    return false;
}

}  // namespace kb
