// The figures of a month that is over, as one row: a report reads a dozen of these instead of a million.
#pragma once

#include <string>
#include <string_view>

#include "kb/base/bytes.h"
#include "kb/store/figure.h"

namespace kb {

// Of these there is one for each query or group: too many to be read one by one. By day, and of months that go on, they are rows.
constexpr FigureKind packed_kinds[] = {FigureKind::query, FigureKind::query_session, FigureKind::gap_session, FigureKind::gap_ticket};

constexpr bool is_packed_kind(FigureKind kind) {
    for (const FigureKind each : packed_kinds) {
        if (each == kind) return true;
    }
    return false;
}

// Each key as the distance from the one before, its sub and its count.
class FigurePacker {
public:
    // In the order of their keys; neither key nor count below 0.
    void add(std::int64_t key, std::int32_t sub, std::int64_t n) {
        bytes_.number(static_cast<std::uint64_t>(key - last_));
        bytes_.number(static_cast<std::uint64_t>(sub));
        bytes_.number(static_cast<std::uint64_t>(n));
        last_ = key;
    }
    std::string bytes() && { return std::move(bytes_).bytes(); }

private:
    ByteWriter bytes_;
    std::int64_t last_ = 0;
};

// Calls see(key, sub, n).
template <class See>
void each_packed_figure(std::string_view bytes, See see) {
    ByteReader reader(bytes);
    std::int64_t key = 0;
    while (!reader.at_end() && reader.ok()) {
        key += static_cast<std::int64_t>(reader.number());
        const auto sub = static_cast<std::int32_t>(reader.number());
        const auto n = static_cast<std::int64_t>(reader.number());
        if (reader.ok()) see(key, sub, n);
    }
}

}  // namespace kb
