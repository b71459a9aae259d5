// What an index is made of: fields, their term prefixes and their weight in the combined field. Any change here
// needs a new schema_version: indexes made by another one are refused.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "kb/text/analyzer.h"

namespace kb {

constexpr int schema_version = 4;

// Terms are counted in such parts of an occurrence, so that an unlikely lemma can count less than a likely one.
constexpr unsigned weight_unit = 4;

enum class Field { title, questions, headings, tags, body };

struct FieldSpec {
    Field field;
    std::string_view name;
    // How many times a word here counts in the combined field, whose terms carry the tier's letter alone.
    unsigned boost;
    // Prefix of the field's own terms, before the tier's letter; empty for none.
    std::string_view prefix;
};

constexpr std::array<FieldSpec, 5> fields = {{
    // Titles and questions are what people search for; they also rank on their own (see search/ranking.h).
    {Field::title, "title", 1, "T"},
    {Field::questions, "questions", 1, "Q"},
    // Headings name what a section answers.
    {Field::headings, "headings", 2, ""},
    {Field::tags, "tags", 2, ""},
    {Field::body, "body", 1, ""},
}};

consteval bool prefixes_are_distinct() {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (fields[i].prefix.empty()) continue;
        if (fields[i].prefix.size() != 1) return false;
        if (std::string_view("XLR").find(fields[i].prefix) != std::string_view::npos) return false;  // the tiers
        for (std::size_t j = i + 1; j < fields.size(); ++j) {
            if (fields[i].prefix == fields[j].prefix) return false;
        }
    }
    return true;
}
static_assert(prefixes_are_distinct(), "two kinds of terms share a prefix");

constexpr const FieldSpec& spec_of(Field field) {
    return fields[static_cast<std::size_t>(field)];
}

// Whether a word is found by this term of it in fields that have terms of their own: by its lemmas, and as it is
// written when it has none.
inline bool stands_alone(const Term& term, const std::vector<Term>& terms_of_word) {
    return term.tier == Tier::lemma || terms_of_word.size() == 1;
}

inline std::string term_in(Field field, const Term& term) {
    return std::string(spec_of(field).prefix) + term.text();
}

}  // namespace kb
