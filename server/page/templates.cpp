#include "server/page/templates.h"

#include <kainjow/mustache.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "server/embedded.h"

namespace kb::server {

namespace mustache = kainjow::mustache;

namespace {

constexpr std::string_view folder = "templates/", ending = ".mustache";
constexpr int max_depth = 8;

mustache::data to_data(const nlohmann::ordered_json& value) {
    if (value.is_object()) {
        mustache::data object;
        for (const auto& [name, inner] : value.items()) object[name] = to_data(inner);
        return object;
    }
    if (value.is_array()) {
        mustache::data list(mustache::data::type::list);
        for (const auto& inner : value) list << to_data(inner);
        return list;
    }
    if (value.is_string()) {
        const auto& text = value.get_ref<const std::string&>();
        return text.empty() ? mustache::data(false) : mustache::data(text);
    }
    if (value.is_boolean()) return mustache::data(value.get<bool>());
    if (value.is_null()) return mustache::data(false);
    return mustache::data(value.dump());
}

// Indentation is for those who read the templates; each space would be a step of rendering.
std::string without_indentation(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
        const std::string_view line = text.substr(0, end);
        result += line.substr(std::min(line.find_first_not_of(' '), line.size()));
        text.remove_prefix(end);
    }
    return result;
}

class Assembler {
public:
    Assembler(const Texts& texts, std::string_view lang) : texts_(texts), lang_(lang) {}

    Result<std::string> assemble(std::string_view name, int depth = 0) const {
        const std::string path = fmt::format("{}{}{}", folder, name, ending);
        const std::string_view content = embedded_file(path);
        const auto bad = [&](std::string what) {
            return fail(ErrorCode::invalid_content, std::move(what), {}, {path});
        };
        if (content.empty() || depth > max_depth) return bad("there is no such part, or it holds itself");
        const std::string source = without_indentation(content);
        std::string result;
        std::string_view left = source;
        for (std::size_t open; (open = left.find("{{")) != std::string_view::npos;) {
            const std::size_t close = left.find("}}", open);
            if (close == std::string_view::npos) return bad("a tag is not closed");
            const std::string_view tag = left.substr(open + 2, close - open - 2);
            result += left.substr(0, open);
            if (tag.starts_with("> ")) {
                const auto part = assemble(tag.substr(2), depth + 1);
                if (!part) return part;
                result += *part;
            } else if (tag.starts_with("t.")) {
                const auto text = texts_.all(lang_).find(tag.substr(2));
                if (text == texts_.all(lang_).end()) return bad(fmt::format("there is no text '{}'", tag.substr(2)));
                result += mustache::html_escape(text->second);
            } else {
                result += left.substr(open, close + 2 - open);
            }
            left.remove_prefix(close + 2);
        }
        return result.append(left);
    }

private:
    const Texts& texts_;
    std::string_view lang_;
};

}  // namespace

struct Templates::Parsed {
    // Rendering is not const, yet changes nothing in a template without parts and lambdas.
    mutable mustache::mustache tree;
};

Templates::Templates() = default;
Templates::Templates(Templates&&) noexcept = default;
Templates::~Templates() = default;

Result<Templates> Templates::load(const Texts& texts) {
    Templates templates;
    for (const std::string& lang : texts.languages()) {
        for (const EmbeddedFile& file : embedded_files()) {
            if (!file.name.starts_with(folder)) continue;
            const std::string_view name =
                file.name.substr(folder.size(), file.name.size() - folder.size() - ending.size());
            const auto source = Assembler(texts, lang).assemble(name);
            if (!source) return fail(source.error());
            auto parsed = std::make_unique<Parsed>(Parsed{mustache::mustache(*source)});
            // Parts may begin what another part ends.
            if (!parsed->tree.is_valid() && !name.starts_with("part_"))
                return fail(ErrorCode::invalid_content, parsed->tree.error_message(), {}, {std::string(file.name)});
            templates.parsed_.emplace(fmt::format("{}/{}", lang, name), std::move(parsed));
        }
    }
    return templates;
}

std::string Templates::render(std::string_view name, std::string_view lang, const nlohmann::ordered_json& view) const {
    const auto found = parsed_.find(fmt::format("{}/{}", lang, name));
    return found == parsed_.end() ? std::string() : found->second->tree.render(to_data(view));
}

}  // namespace kb::server
