#include "kb/import/page_encoding.h"

#include <memory>

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/unistr.h>

#include "kb/base/ascii.h"
#include "kb/base/utf8.h"

namespace kb {

namespace {

// The standard has a page say it within the first KiB; some say it later.
constexpr std::size_t head_size = 4096;

// Of ICU's hundred. Below, a few broken bytes in ASCII are likelier than another encoding.
constexpr int least_confidence = 30;

struct ConverterFree {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
};
struct DetectorFree {
    void operator()(UCharsetDetector* detector) const { ucsdet_close(detector); }
};

std::string declared_encoding(std::string_view bytes) {
    const std::string head = lower_ascii(bytes.substr(0, head_size));
    for (std::size_t at = 0; (at = head.find("charset", at)) != std::string::npos; ++at) {
        std::size_t begin = at + 7;
        while (begin < head.size() && (head[begin] == ' ' || head[begin] == '=' || head[begin] == '"' || head[begin] == '\'')) ++begin;
        std::size_t end = begin;
        while (end < head.size() && (is_name_ascii(head.substr(end, 1)) || head[end] == ':' || head[end] == '.')) ++end;
        if (end > begin && head.rfind('<', at) != std::string::npos) return head.substr(begin, end - begin);
    }
    return {};
}

bool convert(std::string_view bytes, const std::string& encoding, std::string& text);

// How much a text looks Russian: small letters behind other letters, since the wrong one of these encodings swaps cases or gives
// marks of drawing; 0 when something else than Russian letters and marks of print prevails.
std::size_t russian_letters(std::string_view text) {
    std::size_t fitting = 0, letters = 0, others = 0;
    bool follows = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x80) { follows = false; continue; }
        if (byte < 0xC0) continue;  // the rest of a letter
        const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : '\0');
        const bool is_capital = (byte == 0xD0 && next >= 0x90 && next <= 0xAF) || (byte == 0xD0 && next == 0x81);
        const bool is_small = (byte == 0xD0 && next >= 0xB0) || (byte == 0xD1 && next <= 0x8F) || (byte == 0xD1 && next == 0x91);
        const bool is_mark = byte == 0xC2 || (byte == 0xE2 && (next == 0x80 || next == 0x84));  // « » – — … №
        letters += is_capital || is_small ? 1 : 0;
        others += is_capital || is_small || is_mark ? 0 : 1;
        fitting += is_small && follows ? 1 : 0;
        follows = is_capital || is_small;
    }
    return others * 10 > letters ? 0 : fitting;
}

// Pages of the time before Unicode that do not say so; too short, most of them, for what ICU counts.
std::string russian_encoding(std::string_view bytes) {
    constexpr std::size_t fewest = 4;
    std::string best;
    std::size_t most = fewest - 1;
    for (const char* encoding : {"windows-1251", "KOI8-R", "IBM866"}) {
        std::string text;
        if (!convert(bytes, encoding, text)) continue;
        if (const std::size_t fitting = russian_letters(text); fitting > most) {
            most = fitting;
            best = encoding;
        }
    }
    return best;
}

std::string guessed_encoding(std::string_view bytes) {
    if (std::string russian = russian_encoding(bytes.substr(0, 1 << 16)); !russian.empty()) return russian;
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UCharsetDetector, DetectorFree> detector(ucsdet_open(&status));
    bytes = bytes.substr(0, 1 << 16);
    ucsdet_setText(detector.get(), bytes.data(), static_cast<int32_t>(bytes.size()), &status);
    const UCharsetMatch* match = ucsdet_detect(detector.get(), &status);
    if (U_FAILURE(status) || match == nullptr || ucsdet_getConfidence(match, &status) < least_confidence) return "UTF-8";
    const char* name = ucsdet_getName(match, &status);
    return name != nullptr && U_SUCCESS(status) ? name : "UTF-8";
}

bool convert(std::string_view bytes, const std::string& encoding, std::string& text) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, ConverterFree> converter(ucnv_open(encoding.c_str(), &status));
    if (U_FAILURE(status)) return false;
    const icu::UnicodeString units(bytes.data(), static_cast<int32_t>(bytes.size()), converter.get(), status);
    if (U_FAILURE(status)) return false;
    units.toUTF8String(text);
    return true;
}

// Bytes that are not UTF-8 become U+FFFD, zero bytes go, line ends are '\n'.
void clean(DecodedPage& page) {
    std::string text;
    std::string_view rest = without_bom(page.text);
    for (;;) {
        const auto bad = find_invalid_utf8(rest);
        const std::string_view good = rest.substr(0, bad.value_or(rest.size()));
        for (std::size_t i = 0; i < good.size(); ++i) {
            if (good[i] == '\r') text += i + 1 < good.size() && good[i + 1] == '\n' ? "" : "\n";
            else if (good[i] != '\0') text += good[i];
        }
        if (!bad) break;
        page.is_broken = true;
        text += "\xEF\xBF\xBD";
        rest.remove_prefix(*bad + 1);
    }
    page.is_broken |= text.find("\xEF\xBF\xBD") != std::string::npos;
    page.text = std::move(text);
}

}  // namespace

DecodedPage decode_page(std::string_view bytes) {
    DecodedPage page;
    if (bytes.starts_with("\xEF\xBB\xBF")) page.encoding = "UTF-8";
    else if (bytes.starts_with("\xFF\xFE")) page.encoding = "UTF-16LE";
    else if (bytes.starts_with("\xFE\xFF")) page.encoding = "UTF-16BE";
    else page.encoding = declared_encoding(bytes);
    if (page.encoding.empty()) {
        page.is_guess = find_invalid_utf8(bytes).has_value();
        page.encoding = page.is_guess ? guessed_encoding(bytes) : "UTF-8";
    }
    // A page that says UTF-16 in ASCII letters is not.
    const bool is_utf8 = equal_ignoring_case(page.encoding, "utf-8") || equal_ignoring_case(page.encoding, "utf8") ||
                         (lower_ascii(page.encoding).starts_with("utf-16") && !bytes.starts_with("\xFF\xFE") && !bytes.starts_with("\xFE\xFF"));
    if (is_utf8 || !convert(bytes, page.encoding, page.text)) page.text = bytes;
    clean(page);
    return page;
}

}  // namespace kb
