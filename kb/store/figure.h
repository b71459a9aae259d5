// The counts that every report is made of, kept up to date as events are stored. docs/statistics.md defines what is counted.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kb/store/event.h"

namespace kb {

// Stored numbers are fixed. What `key` and `sub` of each mean:
enum class FigureKind : int {
    question = 1,       // 0; Outcome, as it is when the window has passed
    answered = 2,       // article credited, 0 for none; Outcome confirmed or potential
    search = 3,         // 0; SearchEnd
    query = 4,          // query; SearchEnd
    rank = 5,           // 0; rank of a click
    first_click = 6,    // 0; whole seconds, longest_first_click for all above
    retried = 7,        // 0; 0
    query_session = 8,  // query; 0
    gap_session = 9,    // group; 0
    gap_ticket = 10,    // group; 0
    article = 11,       // article; ArticleUse
    form = 12,          // 0; see FormVisit::code()
    event = 13,         // 0; EventKind, of those with a session
    sessionless = 14,   // 0; EventKind; a search without result counts as `sessionless_no_result`, too
    read_time = 15,     // article; 0; n is milliseconds
    unasked_ticket = 16,  // 0; 0: with a session, and of no question
};

enum class Outcome : int { confirmed = 1, potential = 2, silent = 3, ticket = 4 };
enum class SearchEnd : int { no_result = 1, no_click = 2, clicked = 3 };
enum class ArticleUse : int { view = 1, view_from_search = 2, read = 3, helpful = 4, unhelpful = 5, exit = 6 };
enum class FormOutcome : int { submitted = 1, solved = 2, read = 3, left = 4 };  // solved: explicit; read: implicit

constexpr int longest_first_click = 1800;
constexpr int sessionless_no_result = 100;

struct FormVisit {
    FormOutcome outcome = FormOutcome::left;
    bool is_held_out = false, was_shown = false, has_opened = false;

    int code() const { return static_cast<int>(outcome) * 8 + (is_held_out ? 4 : 0) + (was_shown ? 2 : 0) + (has_opened ? 1 : 0); }
    static FormVisit of(int code) { return {static_cast<FormOutcome>(code / 8), (code & 4) != 0, (code & 2) != 0, (code & 1) != 0}; }
    bool operator==(const FormVisit&) const = default;
};

// Days since 1970-01-01, in the site's time zone.
using Day = std::int32_t;

struct FigureKey {
    FigureKind kind = FigureKind::question;
    Day day = 0;
    Place lang = 0;
    std::int64_t key = 0;
    std::int32_t sub = 0;
    auto operator<=>(const FigureKey&) const = default;
};

// A question, a visit of the contact form, or a gap_ticket, with the figures that count only when its window has passed.
struct Case {
    enum class Kind : int { question = 1, form = 2, gap_ticket = 3 };
    Kind kind = Kind::question;
    Place session = 0;  // in which it began
    std::int64_t begins = 0, ends = 0;  // milliseconds since 1970; from `ends` on the window has passed
    Day day = 0;
    Place lang = 0;
    int outcome = 0;    // Outcome, or FormVisit::code()
    Place article = 0;  // that is credited with the answer; of a gap_ticket the group
    auto operator<=>(const Case&) const = default;
};

}  // namespace kb
