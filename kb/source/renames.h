// Which deleted files came back under another name, as git finds it out.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kb/source/source_history.h"

namespace kb {

// The content of a blob; nothing when it cannot be read, or is too large to compare.
using BlobReader = std::function<std::optional<std::string>(const std::string& blob)>;

// Pairs of one deleted and one added file: the same content; else the same name, unique on both sides, and three
// quarters alike; else at least half alike, the most alike first. The last step compares all with all, and is left out
// when that would be more than max_compared_pairs. Steps and thresholds are those of git 2.39 (diffcore-rename.c).
constexpr std::size_t max_compared_pairs = 100'000;
std::vector<Rename> find_renames(std::span<const FileVersion> deleted, std::span<const FileVersion> added,
                                 const BlobReader& read);

// The lines of a text, and pieces of 64 bytes of long ones, wherever they stand (git's diffcore-delta.c).
class TextPieces {
public:
    explicit TextPieces(std::string_view text);

    // How many bytes are still in `after`, in percent of the larger text; 0 for less than half.
    int percent_in(const TextPieces& after) const;

private:
    struct Piece {
        std::uint64_t hash;
        std::size_t bytes;
    };
    std::vector<Piece> pieces_;  // by hash
    std::size_t size_ = 0;
};

}  // namespace kb
