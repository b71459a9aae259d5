#include "kb/base/yaml.h"

#include <set>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

namespace kb {

const Yaml* Yaml::find(std::string_view key) const {
    for (const auto& [name, value] : map) {
        if (name.scalar == key) return &value;
    }
    return nullptr;
}

namespace {

constexpr int max_values = 10'000;
constexpr int max_depth = 64;

// What no page and no XML may hold: YAML can spell it as "\b".
std::string without_controls(const std::string& text) {
    std::string kept;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte >= 0x20 && byte != 0x7f) || c == '\t' || c == '\n') kept += c;
    }
    return kept;
}

class Converter {
public:
    Converter(std::string_view path, int first_line) : path_(path), first_line_(first_line) {}

    Location place(const YAML::Mark& mark) const {
        if (mark.line < 0) return {path_, first_line_, 1};
        return {path_, mark.line + first_line_, mark.column + 1};
    }

    // Aliases are expanded here, so the bounds also stop "billion laughs" documents.
    Result<Yaml> convert(const YAML::Node& node, int depth = 0) {
        Yaml value;
        value.at = place(node.Mark());
        if (++values_ > max_values)
            return fail(ErrorCode::limit_exceeded, "too many values", "shorten this YAML", value.at);
        if (depth > max_depth)
            return fail(ErrorCode::limit_exceeded, "nested too deeply", "flatten this YAML", value.at);
        switch (node.Type()) {
            case YAML::NodeType::Undefined:
            case YAML::NodeType::Null: return value;
            case YAML::NodeType::Scalar:
                value.kind = Yaml::Kind::scalar;
                value.scalar = without_controls(node.Scalar());
                return value;
            case YAML::NodeType::Sequence: return convert_list(node, depth, std::move(value));
            case YAML::NodeType::Map: return convert_map(node, depth, std::move(value));
        }
        return value;
    }

private:
    Result<Yaml> convert_list(const YAML::Node& node, int depth, Yaml value) {
        value.kind = Yaml::Kind::list;
        for (const YAML::Node& item : node) {
            auto converted = convert(item, depth + 1);
            if (!converted) return converted;
            value.list.push_back(std::move(*converted));
        }
        return value;
    }

    Result<Yaml> convert_map(const YAML::Node& node, int depth, Yaml value) {
        value.kind = Yaml::Kind::map;
        std::set<std::string, std::less<>> seen;
        for (const auto& item : node) {
            auto key = convert(item.first, depth + 1);
            if (!key) return key;
            if (!key->is_scalar())
                return fail(ErrorCode::invalid_content, "a key must be a word", "quote it", key->at);
            if (!seen.insert(key->scalar).second)
                return fail(ErrorCode::invalid_content, fmt::format("key '{}' is given twice", key->scalar),
                            "remove one of them", key->at);
            auto converted = convert(item.second, depth + 1);
            if (!converted) return converted;
            value.map.push_back({std::move(*key), std::move(*converted)});
        }
        return value;
    }

    std::string path_;
    int first_line_;
    int values_ = 0;
};

}  // namespace

Result<Yaml> parse_yaml(std::string_view text, std::string_view path, int first_line) {
    Converter converter(path, first_line);
    // yaml-cpp takes the end of the text for the end of a quote, and a forgotten one would swallow the fields
    // that follow. The mark that ends a document makes it an error.
    std::string document(text);
    if (!document.empty() && document.back() != '\n') document += '\n';
    document += "...\n";
    try {
        return converter.convert(YAML::Load(document));
    } catch (const YAML::Exception& error) {
        return fail(ErrorCode::invalid_content, fmt::format("not valid YAML: {}", error.msg),
                    "check indentation and quotes; put a value that contains ': ' or '#' in quotes",
                    converter.place(error.mark));
    }
}

std::string quote_yaml(std::string_view text) {
    YAML::Emitter emitter;
    emitter << YAML::DoubleQuoted << std::string(text);
    return emitter.c_str();
}

}  // namespace kb
