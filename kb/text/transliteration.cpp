#include "kb/text/transliteration.h"

#include <algorithm>
#include <array>

namespace kb {

namespace {

// By first letter, the longer before the shorter, the usual before the rare. ISO 9, passports, and what people do.
constexpr std::array spellings = {
    LatinSpelling{u"'", u"ь", 0}, LatinSpelling{u"'", u"ъ", 0.1}, LatinSpelling{u"'", u"", 0.3},
    LatinSpelling{u"3", u"з", 0.5},
    LatinSpelling{u"4", u"ч", 0.1},
    LatinSpelling{u"6", u"ш", 0.4},
    LatinSpelling{u"`", u"ь", 0.1},
    LatinSpelling{u"a", u"а", 0},
    LatinSpelling{u"b", u"б", 0},
    LatinSpelling{u"ch", u"ч", 0}, LatinSpelling{u"c", u"ц", 0.1}, LatinSpelling{u"c", u"к", 0.4}, LatinSpelling{u"c", u"с", 0.6},
    LatinSpelling{u"d", u"д", 0},
    LatinSpelling{u"eh", u"э", 0.1}, LatinSpelling{u"e", u"е", 0}, LatinSpelling{u"e", u"э", 0.1},
    LatinSpelling{u"f", u"ф", 0},
    LatinSpelling{u"g", u"г", 0},
    LatinSpelling{u"h", u"х", 0}, LatinSpelling{u"h", u"г", 0.7},
    LatinSpelling{u"ia", u"я", 0.2}, LatinSpelling{u"iu", u"ю", 0.2}, LatinSpelling{u"iy", u"ий", 0}, LatinSpelling{u"i", u"и", 0},
    LatinSpelling{u"i", u"й", 0.2}, LatinSpelling{u"i", u"ы", 0.5},
    LatinSpelling{u"ja", u"я", 0}, LatinSpelling{u"ju", u"ю", 0}, LatinSpelling{u"jo", u"е", 0}, LatinSpelling{u"je", u"э", 0.2},
    LatinSpelling{u"je", u"е", 0.2}, LatinSpelling{u"j", u"й", 0}, LatinSpelling{u"j", u"ж", 0.3}, LatinSpelling{u"j", u"ь", 0.4},
    LatinSpelling{u"j", u"дж", 0.5},
    LatinSpelling{u"kh", u"х", 0}, LatinSpelling{u"ks", u"кс", 0}, LatinSpelling{u"k", u"к", 0},
    LatinSpelling{u"l", u"л", 0},
    LatinSpelling{u"m", u"м", 0},
    LatinSpelling{u"n", u"н", 0},
    LatinSpelling{u"o", u"о", 0},
    LatinSpelling{u"p", u"п", 0},
    LatinSpelling{u"q", u"к", 0.4}, LatinSpelling{u"q", u"я", 0.6},
    LatinSpelling{u"r", u"р", 0},
    LatinSpelling{u"shch", u"щ", 0}, LatinSpelling{u"sch", u"щ", 0.05}, LatinSpelling{u"shh", u"щ", 0}, LatinSpelling{u"sh", u"ш", 0},
    LatinSpelling{u"sh", u"щ", 0.4}, LatinSpelling{u"s", u"с", 0},
    LatinSpelling{u"ts", u"ц", 0}, LatinSpelling{u"tz", u"ц", 0.1}, LatinSpelling{u"tc", u"ц", 0.1}, LatinSpelling{u"t", u"т", 0},
    LatinSpelling{u"u", u"у", 0}, LatinSpelling{u"u", u"ю", 0.2},
    LatinSpelling{u"v", u"в", 0},
    LatinSpelling{u"w", u"в", 0.1}, LatinSpelling{u"w", u"ш", 0.3}, LatinSpelling{u"w", u"щ", 0.5},
    LatinSpelling{u"x", u"х", 0.1}, LatinSpelling{u"x", u"кс", 0.1},
    LatinSpelling{u"ya", u"я", 0}, LatinSpelling{u"yu", u"ю", 0}, LatinSpelling{u"yo", u"е", 0}, LatinSpelling{u"ye", u"е", 0.1},
    LatinSpelling{u"ye", u"э", 0.4}, LatinSpelling{u"yi", u"ый", 0.2}, LatinSpelling{u"yy", u"ый", 0}, LatinSpelling{u"y", u"ы", 0},
    LatinSpelling{u"y", u"й", 0}, LatinSpelling{u"y", u"ый", 0.3}, LatinSpelling{u"y", u"и", 0.3},
    LatinSpelling{u"zh", u"ж", 0}, LatinSpelling{u"z", u"з", 0}, LatinSpelling{u"z", u"ж", 0.6},
};
static_assert(std::is_sorted(spellings.begin(), spellings.end(),
                             [](const LatinSpelling& a, const LatinSpelling& b) { return a.latin.front() < b.latin.front(); }));

}  // namespace

std::span<const LatinSpelling> latin_spellings(char16_t first) {
    const auto begin = std::find_if(spellings.begin(), spellings.end(), [&](const LatinSpelling& s) { return s.latin.front() == first; });
    const auto end = std::find_if(begin, spellings.end(), [&](const LatinSpelling& s) { return s.latin.front() != first; });
    return {begin, end};
}

std::u16string spell_in_russian(std::u16string_view typed) {
    std::u16string russian;
    while (!typed.empty()) {
        const LatinSpelling* best = nullptr;
        for (const LatinSpelling& spelling : latin_spellings(typed.front())) {
            if (best == nullptr && typed.starts_with(spelling.latin)) best = &spelling;
        }
        russian += best != nullptr ? best->russian : typed.substr(0, 1);
        typed.remove_prefix(best != nullptr ? best->latin.size() : 1);
    }
    return russian;
}

}  // namespace kb
