#include "indexer/manifest.h"

#include <nlohmann/json.hpp>

#include "kb/base/files.h"

namespace kb {

using Json = nlohmann::json;

namespace {

constexpr const char* file_name = "manifest.msgpack";
constexpr std::uint64_t max_manifest = 1024ull * 1024 * 1024;

}  // namespace

Result<void> write_manifest(const std::filesystem::path& generation, const Manifest& manifest) {
    Json files = Json::array(), documents = Json::object(), resources = Json::object();
    for (const auto& [path, record] : manifest.files) files.push_back(to_json(record));
    for (const auto& [path, document] : manifest.documents)
        documents[path] = {document.lang, document.slug, static_cast<int>(document.half), document.fingerprint};
    for (const auto& [path, resource] : manifest.resources)
        resources[path] = {resource.size, resource.modified_ns, resource.name};
    const Json json = {{"parser", parser_version},
                       {"options", manifest.options},
                       {"files", std::move(files)},
                       {"documents", std::move(documents)},
                       {"resources", std::move(resources)}};
    const auto bytes = Json::to_msgpack(json);
    return write_file(generation / file_name, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::optional<Manifest> read_manifest(const std::filesystem::path& generation) {
    const auto bytes = read_file(generation / file_name, max_manifest);
    if (!bytes) return {};
    try {
        const Json json = Json::from_msgpack(bytes->begin(), bytes->end());
        if (json.at("parser") != parser_version) return {};
        Manifest manifest;
        manifest.options = json.at("options").get<std::string>();
        for (const Json& item : json.at("files")) {
            FileRecord record = record_from_json(item);
            std::string path = record.facts.path;
            manifest.files.emplace(std::move(path), std::move(record));
        }
        for (const auto& [path, item] : json.at("documents").items())
            manifest.documents[path] = {item.at(0).get<std::string>(), item.at(1).get<std::string>(),
                                        static_cast<Half>(item.at(2).get<int>()), item.at(3).get<std::string>()};
        for (const auto& [path, item] : json.at("resources").items())
            manifest.resources[path] = {item.at(0).get<std::uint64_t>(), item.at(1).get<std::int64_t>(),
                                        item.at(2).get<std::string>()};
        return manifest;
    } catch (const Json::exception&) {
        return {};  // damaged: a rebuild makes a new one
    }
}

}  // namespace kb
