// Reports as tables: for people to read, and for spreadsheets.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "kb/stats/report.h"

namespace kb {

// Part of a whole, without an interval.
struct Portion {
    double share = 0;
    bool operator==(const Portion&) const = default;
};

// A Count is a share with its interval.
using Cell = std::variant<std::monostate, std::int64_t, double, Portion, Count, std::string>;

struct Column {
    std::string name;
    bool is_share = false;  // holds Count, or nothing
    bool operator==(const Column&) const = default;
};

struct Table {
    std::string name;
    std::vector<Column> columns;
    std::vector<std::vector<Cell>> rows;
};

std::vector<Table> tables_of(const Report& report);

// One table of RFC 4180: its first column, "part", has the name of the table that a row is of; a share has four columns. What a
// spreadsheet would take for a formula has an apostrophe before it.
std::string to_csv(const std::vector<Table>& tables);

// For a terminal: columns side by side, shares as percentages with their intervals.
std::string to_text(const std::vector<Table>& tables);

}  // namespace kb
