#include "dictionaries/opencorpora.h"

#include <cstring>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kb/base/files.h"
#include "kb/text/cyrillic.h"
#include "kb/text/word_graph.h"

namespace kb {

namespace {

using Json = nlohmann::json;

constexpr std::uint64_t max_file = 64 * 1024 * 1024;
constexpr std::string_view hint = "run scripts/setup, which installs the npm package az";
constexpr std::string_view supported_format = "2.4";

class Reader {
public:
    explicit Reader(const std::filesystem::path& folder) : folder_(folder) {}

    Result<OpenCorpora> read() {
        read_meta();
        dictionary_.forms = read_graph("words.dawg");
        for (const char* name :
             {"prediction-suffixes-0.dawg", "prediction-suffixes-1.dawg", "prediction-suffixes-2.dawg"})
            dictionary_.endings.push_back(read_graph(name));
        for (const std::string& suffix : read_list("suffixes.json")) dictionary_.suffixes.push_back(encoded(suffix));
        dictionary_.tags = read_list("gramtab-opencorpora-int.json");
        read_paradigms();
        read_likelihoods();
        if (error_) return fail(std::move(*error_));
        return std::move(dictionary_);
    }

private:
    // After the first error the rest is empty, and that error is reported.
    std::string read_file_of(const std::string& name) {
        if (error_) return {};
        auto bytes = read_file(folder_ / name, max_file);
        if (bytes) return std::move(*bytes);
        error_ = bytes.error();
        error_->hint = hint;
        return {};
    }

    void refuse(const std::string& name, std::string what) {
        if (!error_)
            error_ = Error{ErrorCode::invalid_content, std::move(what), std::string(hint), {(folder_ / name).string()}};
    }

    std::string encoded(const std::string& text) {
        auto letters = cyrillic::encode(text);
        if (!letters) refuse("suffixes.json", fmt::format("'{}' is not Russian", text));
        return letters.value_or("");
    }

    Json read_json(const std::string& name) {
        const std::string text = read_file_of(name);
        Json json = Json::parse(text, nullptr, false);
        if (json.is_discarded()) refuse(name, "not JSON");
        return json;
    }

    std::vector<std::string> read_list(const std::string& name) {
        const Json json = read_json(name);
        std::vector<std::string> list;
        if (!json.is_array()) refuse(name, "not a list");
        for (const Json& item : json) {
            if (item.is_string()) list.push_back(item.get<std::string>());
        }
        return list;
    }

    void read_meta() {
        std::map<std::string, std::string> values;
        const Json json = read_json("meta.json");
        for (const Json& pair : json) {
            if (pair.is_array() && pair.size() == 2 && pair[0].is_string())
                values[pair[0].get<std::string>()] = pair[1].is_string() ? pair[1].get<std::string>() : pair[1].dump();
        }
        if (values["format_version"] != supported_format)
            refuse("meta.json", fmt::format("format '{}' instead of {}", values["format_version"], supported_format));
        dictionary_.revision = fmt::format("{} revision {}", values["source_version"], values["source_revision"]);
    }

    // A count and that many units, then a count and that many pairs of bytes.
    OpenCorpora::Graph read_graph(const std::string& name) {
        const std::string bytes = read_file_of(name);
        OpenCorpora::Graph graph;
        std::size_t at = 0;
        for (const auto& [part, width] : {std::pair{&graph.units, 4}, std::pair{&graph.guide, 2}}) {
            std::uint32_t count = 0;
            if (at + sizeof count <= bytes.size()) std::memcpy(&count, bytes.data() + at, sizeof count);
            at += sizeof count;
            const std::size_t size = std::size_t(count) * static_cast<std::size_t>(width);
            if (count == 0 || at > bytes.size() || size > bytes.size() - at) {
                refuse(name, "the file is cut short");
                return {};
            }
            part->assign(bytes, at, size);
            at += size;
        }
        return graph;
    }

    // The number of patterns, then for each its length and its numbers.
    void read_paradigms() {
        const std::string name = "paradigms.array", bytes = read_file_of(name);
        const auto numbers = numbers_in<std::uint16_t>(bytes);
        const std::size_t count = numbers.empty() ? 0 : numbers[0];
        std::size_t at = 1;
        for (std::size_t i = 0; i < count; ++i) {
            if (at >= numbers.size() || numbers[at] > numbers.size() - at - 1 || numbers[at] % 3 != 0)
                return refuse(name, "the file is cut short");
            const auto begin = numbers.begin() + static_cast<std::ptrdiff_t>(at) + 1;
            dictionary_.paradigms.emplace_back(begin, begin + numbers[at]);
            at += numbers[at] + 1u;
        }
    }

    // Keys "form:tag", values of a million.
    void read_likelihoods() {
        const OpenCorpora::Graph stored = read_graph("p_t_given_w.intdawg");
        const auto units = numbers_in<std::uint32_t>(stored.units);
        const std::vector<std::uint8_t> guide(stored.guide.begin(), stored.guide.end());
        const WordGraph graph(units, guide);
        std::vector<std::string> keys;
        graph.each_rest(WordGraph::root, [&](std::string_view key) { keys.emplace_back(key); });
        for (const std::string& key : keys) {
            const std::size_t colon = key.find(':');
            const auto node = graph.follow(WordGraph::root, key);
            if (colon == std::string::npos || !node) continue;
            dictionary_.likelihoods.push_back({key.substr(0, colon), key.substr(colon + 1), graph.value(*node)});
        }
    }

    std::filesystem::path folder_;
    OpenCorpora dictionary_;
    std::optional<Error> error_;
};

}  // namespace

Result<OpenCorpora> read_opencorpora(const std::filesystem::path& folder) {
    return Reader(folder).read();
}

}  // namespace kb
