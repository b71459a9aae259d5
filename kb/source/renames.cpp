#include "kb/source/renames.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "kb/base/hash.h"

namespace kb {

namespace {

constexpr int least_alike = 50;  // percent
constexpr int least_alike_same_name = 75;
constexpr std::size_t longest_piece = 64;  // bytes

std::string_view name_of(std::string_view path) {
    return path.substr(path.rfind('/') + 1);
}

class RenameFinder {
public:
    RenameFinder(std::span<const FileVersion> deleted, std::span<const FileVersion> added, const BlobReader& read)
        : deleted_(deleted), added_(added), read_(read), left_(deleted.size()), arrived_(added.size()) {}

    std::vector<Rename> find() {
        match_same_content();
        match_same_name();
        match_alike();
        return std::move(renames_);
    }

private:
    void match(std::size_t from, std::size_t to) {
        left_[from] = arrived_[to] = true;
        renames_.push_back({from, to});
    }

    // Of several deleted files with the content of an added one that of the same name is taken first.
    void match_same_content() {
        std::unordered_map<std::string_view, std::vector<std::size_t>> by_blob;
        for (std::size_t i = 0; i < deleted_.size(); ++i) by_blob[deleted_[i].blob].push_back(i);
        for (const bool same_name : {true, false}) {
            for (std::size_t to = 0; to < added_.size(); ++to) {
                const auto found = arrived_[to] ? by_blob.end() : by_blob.find(added_[to].blob);
                if (found == by_blob.end()) continue;
                const auto from = std::find_if(found->second.begin(), found->second.end(), [&](std::size_t i) {
                    return !left_[i] && (!same_name || name_of(deleted_[i].path) == name_of(added_[to].path));
                });
                if (from != found->second.end()) match(*from, to);
            }
        }
    }

    // Reorganised folders: as many comparisons as files.
    void match_same_name() {
        struct Places {
            std::vector<std::size_t> from, to;
        };
        std::map<std::string_view, Places> by_name;
        for (const std::size_t i : open(left_)) by_name[name_of(deleted_[i].path)].from.push_back(i);
        for (const std::size_t i : open(arrived_)) by_name[name_of(added_[i].path)].to.push_back(i);
        for (const auto& [name, places] : by_name) {
            if (places.from.size() != 1 || places.to.size() != 1) continue;
            if (alike(places.from[0], places.to[0]) >= least_alike_same_name) match(places.from[0], places.to[0]);
        }
    }

    void match_alike() {
        const auto from = open(left_), to = open(arrived_);
        if (from.empty() || to.size() > max_compared_pairs / from.size()) return;
        std::vector<std::tuple<int, bool, std::size_t, std::size_t>> pairs;  // the best first when sorted
        for (const std::size_t a : from) {
            for (const std::size_t b : to) {
                const int percent = alike(a, b);
                if (percent >= least_alike)
                    pairs.emplace_back(-percent, name_of(deleted_[a].path) != name_of(added_[b].path), a, b);
            }
        }
        std::sort(pairs.begin(), pairs.end());
        for (const auto& [percent, other_name, a, b] : pairs) {
            if (!left_[a] && !arrived_[b]) match(a, b);
        }
    }

    static std::vector<std::size_t> open(const std::vector<bool>& matched) {
        std::vector<std::size_t> places;
        for (std::size_t i = 0; i < matched.size(); ++i) {
            if (!matched[i]) places.push_back(i);
        }
        return places;
    }

    int alike(std::size_t from, std::size_t to) {
        const auto& before = pieces(deleted_[from].blob);
        const auto& after = pieces(added_[to].blob);
        return before && after ? before->percent_in(*after) : 0;
    }

    const std::optional<TextPieces>& pieces(const std::string& blob) {
        const auto [place, is_new] = pieces_.try_emplace(blob);
        if (is_new) {
            if (const auto text = read_(blob)) place->second.emplace(*text);
        }
        return place->second;
    }

    std::span<const FileVersion> deleted_, added_;
    const BlobReader& read_;
    std::vector<bool> left_, arrived_;  // which of them have found each other
    std::unordered_map<std::string, std::optional<TextPieces>> pieces_;
    std::vector<Rename> renames_;
};

}  // namespace

std::vector<Rename> find_renames(std::span<const FileVersion> deleted, std::span<const FileVersion> added,
                                 const BlobReader& read) {
    return deleted.empty() || added.empty() ? std::vector<Rename>() : RenameFinder(deleted, added, read).find();
}

TextPieces::TextPieces(std::string_view text) : size_(text.size()) {
    while (!text.empty()) {
        const std::string_view piece = text.substr(0, std::min(text.find('\n'), longest_piece - 1) + 1);
        // git counts lines that end in CRLF as those that end in LF.
        const std::size_t end = piece.ends_with("\r\n") ? 2 : piece.ends_with('\n') ? 1 : 0;
        pieces_.push_back({fnv1a_64(piece.substr(0, piece.size() - end)), piece.size()});
        text.remove_prefix(piece.size());
    }
    std::sort(pieces_.begin(), pieces_.end(), [](const Piece& a, const Piece& b) { return a.hash < b.hash; });
    std::size_t last = 0;
    for (std::size_t i = 1; i < pieces_.size(); ++i) {
        if (pieces_[i].hash == pieces_[last].hash) pieces_[last].bytes += pieces_[i].bytes;
        else pieces_[++last] = pieces_[i];
    }
    if (!pieces_.empty()) pieces_.erase(pieces_.begin() + static_cast<std::ptrdiff_t>(last) + 1, pieces_.end());
}

int TextPieces::percent_in(const TextPieces& after) const {
    const std::size_t smaller = std::min(size_, after.size_), larger = std::max(size_, after.size_);
    if (larger == 0 || smaller * 100 < larger * least_alike) return 0;  // cannot reach it, and need not be compared
    std::size_t copied = 0;
    auto b = after.pieces_.begin();
    for (const Piece& a : pieces_) {
        while (b != after.pieces_.end() && b->hash < a.hash) ++b;
        if (b != after.pieces_.end() && b->hash == a.hash) copied += std::min(a.bytes, b->bytes);
    }
    return static_cast<int>(copied * 100 / larger);
}

}  // namespace kb
