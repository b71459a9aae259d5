// Where in a file an offset of its text is.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "kb/base/error.h"

namespace kb {

// How many characters well-formed UTF-8 holds.
inline std::size_t count_characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// Lines and columns count from 1, columns in characters. `path` and `text` must outlive it.
class TextPlaces {
public:
    TextPlaces(std::string_view path, std::string_view text) : path_(path), text_(text) {
        for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) starts_.push_back(at + 1);
    }

    std::size_t line_of(std::size_t offset) const {
        return static_cast<std::size_t>(std::upper_bound(starts_.begin(), starts_.end(), offset) - starts_.begin());
    }
    Location at(std::size_t offset) const {
        const std::size_t line = line_of(offset), begin = starts_[line - 1];
        return {std::string(path_), static_cast<int>(line), static_cast<int>(count_characters(text_.substr(begin, offset - begin))) + 1};
    }
    // Without its end; empty beyond the last.
    std::string_view line(std::size_t number) const {
        if (number == 0 || number > starts_.size()) return {};
        const std::size_t begin = starts_[number - 1];
        return text_.substr(begin, text_.find('\n', begin) - begin);
    }
    std::size_t lines() const { return starts_.size(); }

private:
    std::string_view path_, text_;
    std::vector<std::size_t> starts_ = {0};
};

}  // namespace kb
