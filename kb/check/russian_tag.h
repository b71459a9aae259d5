// What a tag of the Russian dictionary says, as far as it matters for agreement.
#pragma once

#include <array>
#include <initializer_list>
#include <string_view>

namespace kb::russian_tag {

enum class Family { noun, adjective, verb, other };

inline bool has(std::string_view tag, std::string_view grammeme) {
    return tag.find(grammeme) != std::string_view::npos;
}

inline bool is_adjective(std::string_view tag) {
    return tag.starts_with("ADJF") || tag.starts_with("PRTF");
}

inline Family family_of(std::string_view tag) {
    if (tag.starts_with("NOUN")) return Family::noun;
    for (const std::string_view part : {"ADJF", "ADJS", "COMP"}) {
        if (tag.starts_with(part)) return Family::adjective;
    }
    for (const std::string_view part : {"INFN", "VERB", "GRND", "PRTF", "PRTS"}) {
        if (tag.starts_with(part)) return Family::verb;
    }
    return Family::other;
}

// An adjective or a participle, also a short one.
inline bool describes(std::string_view tag) {
    return family_of(tag) == Family::adjective || tag.starts_with("PRT");
}

// Second cases are those of the same name: в лесу, чаю.
inline std::string_view case_of(std::string_view tag) {
    constexpr std::array<std::array<std::string_view, 2>, 10> cases = {{{"nomn", "nomn"}, {"gent", "gent"}, {"datv", "datv"}, {"accs", "accs"}, {"ablt", "ablt"},
                                                                        {"loct", "loct"}, {"gen2", "gent"}, {"loc2", "loct"}, {"acc2", "accs"}, {"voct", "nomn"}}};
    for (const auto& [grammeme, name] : cases) {
        if (has(tag, grammeme)) return name;
    }
    return {};
}

inline std::string_view number_of(std::string_view tag) {
    return has(tag, "plur") ? "plur" : has(tag, "sing") ? "sing" : "";
}

inline std::string_view gender_of(std::string_view tag) {
    for (const std::string_view gender : {"masc", "femn", "neut"}) {
        if (has(tag, gender)) return gender;
    }
    return has(tag, "ms-f") || has(tag, "Ms-f") ? "masc" : "";
}

// Whether both say the same of each of these.
inline bool same_of(std::string_view a, std::string_view b, std::initializer_list<std::string_view> grammemes) {
    for (const std::string_view grammeme : grammemes) {
        if (has(a, grammeme) != has(b, grammeme)) return false;
    }
    return true;
}

}  // namespace kb::russian_tag
