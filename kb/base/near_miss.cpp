#include "kb/base/near_miss.h"

#include <algorithm>
#include <vector>

namespace kb {

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t substitution = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, substitution});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
        }
        std::swap(before, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

std::optional<std::string_view> near_miss(std::string_view typed, std::span<const std::string_view> known) {
    if (typed.size() > 64) return {};
    const std::size_t allowed = typed.size() >= 7 ? 2 : 1;
    std::optional<std::string_view> nearest;
    std::size_t nearest_distance = allowed + 1;
    for (const std::string_view name : known) {
        const std::size_t distance = edit_distance(typed, name);
        if (distance == 0) return {};
        if (distance < nearest_distance) {
            nearest = name;
            nearest_distance = distance;
        }
    }
    return nearest;
}

}  // namespace kb
