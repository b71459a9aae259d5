// Russian letters as single bytes, as compiled dictionaries hold them: code page Windows-1251.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kb::cyrillic {

constexpr char io = '\xB8';  // ё
constexpr char ie = '\xE5';  // е

// Between the bytes and Unicode; ё is е. Letters that the bytes cannot say are 0.
inline char16_t to_letter(unsigned char byte) {
    if (byte < 0x80) return byte;
    return static_cast<char16_t>(static_cast<char>(byte) == io ? 0x0435 : 0x0430 + (byte - 0xE0));
}
inline unsigned char to_byte(char16_t letter) {
    if (letter < 0x80) return static_cast<unsigned char>(letter);
    return letter >= 0x0430 && letter <= 0x044F ? static_cast<unsigned char>(letter - 0x0430 + 0xE0) : 0;
}

// Lower-case Russian letters, ASCII; nothing for any other letter.
inline std::optional<std::string> encode(std::string_view utf8) {
    std::string letters;
    letters.reserve(utf8.size() / 2 + 1);
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto byte = static_cast<unsigned char>(utf8[i]);
        if (byte < 0x80) {
            letters += utf8[i];
            continue;
        }
        if ((byte & 0xE0) != 0xC0 || i + 1 >= utf8.size()) return {};
        const unsigned letter = ((byte & 0x1Fu) << 6) | (static_cast<unsigned char>(utf8[++i]) & 0x3Fu);
        if (letter >= 0x0430 && letter <= 0x044F) letters += static_cast<char>(letter - 0x0430 + 0xE0);
        else if (letter == 0x0451) letters += io;
        else return {};
    }
    return letters;
}

// The inverse of encode().
inline std::string decode(std::string_view letters) {
    std::string utf8;
    utf8.reserve(letters.size() * 2);
    for (const char each : letters) {
        const auto byte = static_cast<unsigned char>(each);
        if (byte < 0x80) {
            utf8 += each;
            continue;
        }
        const unsigned letter = each == io ? 0x0451u : 0x0430u + (byte - 0xE0u);
        utf8 += static_cast<char>(0xC0 | (letter >> 6));
        utf8 += static_cast<char>(0x80 | (letter & 0x3F));
    }
    return utf8;
}

}  // namespace kb::cyrillic
