// Tables as CSV and as text.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "kb/base/utf8.h"
#include "kb/stats/table.h"

namespace kb {

namespace {

// The columns that some share has; beside it how many.
constexpr const char* share_endings[] = {"", "_of", "_share", "_low", "_high"};
constexpr std::size_t share_cells = std::size(share_endings);

// OWASP, "CSV Injection": these begin formulas.
bool begins_formula(std::string_view text) {
    return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

std::string csv_text(std::string_view text) {
    std::string safe = begins_formula(text) ? "'" : "";
    safe += text;
    if (safe.find_first_of("\",\r\n") == std::string::npos) return safe;
    std::string quoted = "\"";
    for (const char c : safe) quoted.append(c == '"' ? 2 : 1, c);
    return quoted + "\"";
}

std::string csv_number(double value) {
    return fmt::format("{:.6g}", value);
}

std::vector<std::string> csv_cells(const Cell& cell) {
    if (const auto* whole = std::get_if<std::int64_t>(&cell)) return {fmt::format("{}", *whole)};
    if (const auto* value = std::get_if<double>(&cell)) return {csv_number(*value)};
    if (const auto* portion = std::get_if<Portion>(&cell)) return {csv_number(portion->share)};
    if (const auto* text = std::get_if<std::string>(&cell)) return {csv_text(*text)};
    const auto* count = std::get_if<Count>(&cell);
    if (count == nullptr) return {""};
    const std::string n = fmt::format("{}", count->n), of = fmt::format("{}", count->of);
    if (count->of <= 0) return {n, of, "", "", ""};
    const Interval interval = wilson_interval(*count);
    return {n, of, csv_number(count->share()), csv_number(interval.low), csv_number(interval.high)};
}

std::vector<std::string> csv_columns(const Column& column) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < (column.is_share ? share_cells : 1); ++i) names.push_back(column.name + share_endings[i]);
    return names;
}

// Those of all tables, each once.
std::vector<std::string> all_columns(const std::vector<Table>& tables) {
    std::vector<std::string> names = {"part"};
    for (const Table& table : tables) {
        for (const Column& column : table.columns) {
            for (std::string& name : csv_columns(column)) {
                if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
            }
        }
    }
    return names;
}

void append_line(std::string& csv, const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) csv.append(i == 0 ? "" : ",").append(cells[i]);
    csv += "\r\n";
}

std::string percent(double share) {
    return fmt::format("{:.1f} %", share * 100);
}

// Of whatever somebody typed, nothing that moves the cursor of a terminal or turns its writing round.
std::string one_line(std::string_view text) {
    std::u16string units = to_utf16(text);
    std::replace_if(units.begin(), units.end(),
                    [](char16_t unit) { return unit < 0x20 || (unit >= 0x7f && unit < 0xa0) || (unit >= 0x202a && unit <= 0x202e) || (unit >= 0x2066 && unit <= 0x2069); },
                    u' ');
    return to_utf8(units);
}

std::string shown(const Cell& cell) {
    if (const auto* whole = std::get_if<std::int64_t>(&cell)) return fmt::format("{}", *whole);
    if (const auto* value = std::get_if<double>(&cell)) return fmt::format("{:.3g}", *value);
    if (const auto* portion = std::get_if<Portion>(&cell)) return percent(portion->share);
    if (const auto* text = std::get_if<std::string>(&cell)) return one_line(*text);
    const auto* count = std::get_if<Count>(&cell);
    if (count == nullptr) return "–";
    if (count->of <= 0) return fmt::format("{}", count->n);
    const Interval interval = wilson_interval(*count);
    return fmt::format("{} = {} ({:.1f}–{:.1f})", count->n, percent(count->share()), interval.low * 100, interval.high * 100);
}

bool is_number(const Cell& cell) {
    return !std::holds_alternative<std::string>(cell);
}

std::string to_text(const Table& table) {
    std::vector<std::size_t> widths;
    for (const Column& column : table.columns) widths.push_back(utf16_length(column.name));
    for (const auto& row : table.rows) {
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], utf16_length(shown(row[i])));
    }
    std::string text = table.name + "\n";
    const auto append = [&](std::size_t i, const std::string& cell, bool is_right) {
        const std::string gap(widths[i] - utf16_length(cell), ' ');
        text += i == 0 ? "  " : "   ";
        text += is_right ? gap + cell : i + 1 == widths.size() ? cell : cell + gap;
    };
    for (std::size_t i = 0; i < table.columns.size(); ++i) append(i, table.columns[i].name, !table.rows.empty() && is_number(table.rows.front()[i]));
    text += '\n';
    for (const auto& row : table.rows) {
        for (std::size_t i = 0; i < row.size(); ++i) append(i, shown(row[i]), is_number(row[i]));
        text += '\n';
    }
    return text;
}

}  // namespace

std::string to_csv(const std::vector<Table>& tables) {
    const std::vector<std::string> columns = all_columns(tables);
    std::string csv;
    append_line(csv, columns);
    for (const Table& table : tables) {
        std::vector<std::size_t> places;
        for (const Column& column : table.columns) {
            for (const std::string& name : csv_columns(column))
                places.push_back(static_cast<std::size_t>(std::find(columns.begin(), columns.end(), name) - columns.begin()));
        }
        for (const auto& row : table.rows) {
            std::vector<std::string> line(columns.size());
            line.front() = csv_text(table.name);
            std::size_t at = 0;
            for (const Cell& cell : row) {
                for (std::string& value : csv_cells(cell)) line[places[at++]] = std::move(value);
            }
            append_line(csv, line);
        }
    }
    return csv;
}

std::string to_text(const std::vector<Table>& tables) {
    std::string text;
    for (const Table& table : tables) text += (text.empty() ? "" : "\n") + to_text(table);
    return text;
}

}  // namespace kb
