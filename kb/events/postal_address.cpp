#include "kb/events/postal_address.h"

#include <algorithm>
#include <array>

namespace kb::scrubbing {

namespace {

constexpr auto streets = std::to_array<std::u16string_view>({
    u"ул", u"улица", u"улице", u"улицы", u"улицу", u"пр-т", u"пр-кт", u"просп", u"проспект", u"проспекте", u"проспекта", u"пер", u"переулок", u"переулке", u"наб", u"набережная", u"набережной",
    u"пл", u"площадь", u"площади", u"ш", u"шоссе", u"б-р", u"бул", u"бульвар", u"бульваре", u"проезд", u"проезде", u"пр-д", u"мкр", u"мкрн", u"микрорайон", u"микрорайоне", u"тупик", u"аллея"});
constexpr auto houses = std::to_array<std::u16string_view>({u"д", u"дом", u"дома", u"доме", u"вл", u"владение", u"стр", u"строение"});
constexpr auto flats = std::to_array<std::u16string_view>({u"кв", u"квартира", u"квартире", u"оф", u"офис", u"комн", u"комната", u"апартаменты"});
constexpr auto parts = std::to_array<std::u16string_view>({
    u"к", u"корп", u"корпус", u"стр", u"строение", u"лит", u"литера", u"под", u"подъезд", u"подъезде", u"эт", u"этаж", u"этаже", u"пом", u"домофон"});

constexpr auto english_streets = std::to_array<std::u16string_view>({
    u"street", u"st", u"avenue", u"ave", u"road", u"rd", u"boulevard", u"blvd", u"lane", u"ln", u"court", u"ct", u"square", u"sq", u"terrace", u"crescent", u"drive", u"dr", u"way", u"place", u"highway", u"hwy"});
constexpr auto english_flats = std::to_array<std::u16string_view>({u"apt", u"apartment", u"unit", u"flat", u"suite", u"ste", u"room"});
// "2 Google Drive accounts"
constexpr auto drives = std::to_array<std::u16string_view>({u"google", u"hard", u"flash", u"usb", u"thumb", u"one", u"external", u"disk", u"ssd", u"pen", u"test", u"team", u"shared"});

constexpr std::size_t longest_word = 30, most_name_words = 3, most_house_digits = 4;

template <std::size_t Count>
bool is_one_of(const std::array<std::u16string_view, Count>& words, std::u16string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

// Reads on from a place; what does not fit leaves it where it was.
class AddressReader {
public:
    AddressReader(const Line& line, std::size_t at) : line_(line), at_(at) {}

    std::size_t at() const { return at_; }
    void to(std::size_t at) { at_ = at; }

    // A word of the list, in whatever letters, and the point of an abbreviation.
    template <std::size_t Count>
    bool word(const std::array<std::u16string_view, Count>& words) {
        const std::size_t end = word_end();
        if (end == at_ || !is_one_of(words, lower(end))) return false;
        at_ = line_.has(end, '.') ? end + 1 : end;
        return true;
    }

    // «Ленина», «8 Марта», «50-летия Октября»: the first word with a capital, or behind a number. Not the words of the list behind it.
    template <std::size_t Count>
    bool name(const std::array<std::u16string_view, Count>& unless) {
        const std::size_t begin = at_;
        for (std::size_t words = 0; words < most_name_words; ++words) {
            const std::size_t back = at_;
            blanks();
            const std::size_t ordinal = at_;
            while (at_ < line_.size() && is_digit(line_.plain[at_]) && at_ - ordinal < 3) ++at_;
            if (at_ > ordinal && !line_.has(at_, '-') && !line_.has(at_, ' ')) { at_ = back; break; }
            if (at_ > ordinal && line_.has(at_, ' ')) ++at_;
            const bool is_tail = at_ > ordinal && line_.has(at_, '-');
            const std::size_t end = is_tail ? tail_end() : word_end();
            const bool is_name = end > at_ && (is_tail || is_capital(line_.units[at_])) && !is_one_of(unless, lower(end));
            if (!is_name) { at_ = back; break; }
            at_ = line_.has(end, '.') && end == at_ + 1 ? end + 1 : end;
        }
        return at_ > begin;
    }

    // "5", "5а", "12/3", «5-А».
    bool number() {
        std::size_t end = at_;
        while (end < line_.size() && is_digit(line_.plain[end])) ++end;
        if (end == at_ || end - at_ > most_house_digits) return false;
        const auto is_any_letter = [&](std::size_t place) { return place < line_.size() && (is_letter(line_.plain[place]) || line_.plain[place] == letter); };
        if (line_.has(end, '/') && end + 1 < line_.size() && is_digit(line_.plain[end + 1])) {
            ++end;
            while (end < line_.size() && is_digit(line_.plain[end])) ++end;
        }
        const std::size_t sign = line_.has(end, '-') && is_any_letter(end + 1) ? end + 1 : end;
        if (is_any_letter(sign)) {
            if (is_any_letter(sign + 1)) return false;
            end = sign + 1;
        }
        at_ = end;
        return true;
    }

    void blanks() {
        while (line_.has(at_, ' ')) ++at_;
    }
    void separators() {
        while (line_.has(at_, ' ') || line_.has(at_, ',')) ++at_;
    }
    void number_sign() {
        blanks();
        if (line_.has(at_, '#')) ++at_;
        blanks();
    }

private:
    std::size_t word_end() const {
        std::size_t end = at_;
        while (end < line_.size() && end - at_ < longest_word && is_of_name(line_, end)) ++end;
        return end;
    }
    // «-летия»
    std::size_t tail_end() const {
        std::size_t end = at_ + 1;
        while (end < line_.size() && end - at_ < longest_word && is_of_name(line_, end)) ++end;
        return end > at_ + 1 ? end : at_;
    }
    std::u16string lower(std::size_t end) const { return small(std::u16string_view(line_.units).substr(at_, end - at_)); }

    const Line& line_;
    std::size_t at_;
};

// «, д. 5», " 5"
bool read_house(AddressReader& reader) {
    const std::size_t begin = reader.at();
    reader.separators();
    reader.word(houses);
    reader.number_sign();
    if (reader.number()) return true;
    reader.to(begin);
    return false;
}

// «, корп. 2, кв. 3»; whether a flat was among them.
bool read_rest(AddressReader& reader) {
    bool has_flat = false;
    for (;;) {
        const std::size_t begin = reader.at();
        reader.separators();
        const bool is_flat = reader.word(flats);
        const bool is_part = is_flat || reader.word(parts);
        reader.number_sign();
        if (!is_part || !reader.number()) {
            reader.to(begin);
            return has_flat;
        }
        has_flat = has_flat || is_flat;
    }
}

std::size_t end_of_russian(const Line& line, std::size_t at) {
    AddressReader reader(line, at);
    // «ул. Ленина, д. 5, кв. 3»
    if (reader.word(streets)) {
        if (!reader.name(houses) || !read_house(reader)) return at;
        read_rest(reader);
        return reader.at();
    }
    // «Тверская улица, 10», «Ленина, д. 5, кв. 3»
    if (reader.name(streets)) {
        reader.blanks();
        const bool is_street = reader.word(streets);
        return read_house(reader) && (read_rest(reader) || is_street) ? reader.at() : at;
    }
    // «д. 5, кв. 3»
    if (!reader.word(houses)) return at;
    reader.number_sign();
    return reader.number() && read_rest(reader) ? reader.at() : at;
}

// "221B Baker Street, Flat 2"
std::size_t end_of_english(const Line& line, std::size_t at) {
    AddressReader reader(line, at);
    if (!reader.number()) return at;
    bool is_drive = false;
    for (std::size_t words = 0; words <= most_name_words && line.has(reader.at(), ' '); ++words) {
        reader.to(reader.at() + 1);
        const std::size_t begin = reader.at();
        if (!is_capital(begin < line.size() ? line.units[begin] : u' ')) return at;
        if (words > 0 && !is_drive && reader.word(english_streets)) {
            const std::size_t end = reader.at() > begin && line.has(reader.at() - 1, '.') && !line.has(reader.at(), ',') && reader.at() < line.size() && !line.has(reader.at(), ' ') ? reader.at() - 1 : reader.at();
            reader.separators();
            if (!reader.word(english_flats)) return end;
            reader.number_sign();
            return reader.number() ? reader.at() : end;
        }
        is_drive = reader.word(drives);
        if (is_drive) continue;
        const std::size_t end = end_of_capitalised(line, begin);
        if (end == begin) return at;
        reader.to(end);
    }
    return at;
}

}  // namespace

std::optional<Find> find_postal_address(const Line& line, std::size_t at) {
    const std::size_t end = is_digit(line.plain[at]) ? end_of_english(line, at) : end_of_russian(line, at);
    if (end == at) return {};
    return Find{at, end, u"[address]"};
}

}  // namespace kb::scrubbing
