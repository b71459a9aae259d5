#include "indexer/manifest.h"

#include "kb/base/bytes.h"
#include "kb/base/files.h"

namespace kb {

namespace {

// "OTVETMAN", parser_version, the options, then each map: its size and its entries. The history: its commits and maps.
constexpr std::string_view magic = "OTVETMAN";
constexpr const char* file_name = "manifest.dat";
constexpr std::uint64_t max_manifest = 1024ull * 1024 * 1024;

void write_document(ByteWriter& out, const IndexedDocument& document) {
    out.string(document.lang);
    out.string(document.slug);
    out.number(static_cast<std::uint64_t>(document.half));
    out.string(document.fingerprint);
}

IndexedDocument read_document(ByteReader& in) {
    IndexedDocument document;
    document.lang = in.string();
    document.slug = in.string();
    document.half = in.number() == 0 ? Half::open : Half::internal;
    document.fingerprint = in.string();
    return document;
}

void write_resource(ByteWriter& out, const ResourceRecord& resource) {
    out.string(resource.name);
    const ImageSize image = resource.image.value_or(ImageSize());  // no picture is 0 wide
    out.number(image.width);
    out.number(image.height);
}

ResourceRecord read_resource(ByteReader& in) {
    ResourceRecord resource;
    resource.name = in.string();
    ImageSize image;
    image.width = static_cast<std::uint32_t>(in.number());
    image.height = static_cast<std::uint32_t>(in.number());
    if (image.width > 0) resource.image = image;
    return resource;
}

void write_path_history(ByteWriter& out, const PathHistory& history) {
    out.string(history.blob);
    out.number(static_cast<std::uint64_t>(history.changed));
    out.string(history.commit);
    out.number(static_cast<std::uint64_t>(history.reworded));
    out.number(history.former.size());
    for (const FormerPath& former : history.former) {
        out.string(former.path);
        out.string(former.blob);
        out.number(static_cast<std::uint64_t>(former.left));
    }
}

PathHistory read_path_history(ByteReader& in) {
    PathHistory history;
    history.blob = in.string();
    history.changed = static_cast<std::int64_t>(in.number());
    history.commit = in.string();
    history.reworded = static_cast<std::int64_t>(in.number());
    const std::uint64_t count = in.number();
    for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
        FormerPath& former = history.former.emplace_back();
        former.path = in.string();
        former.blob = in.string();
        former.left = static_cast<std::int64_t>(in.number());
    }
    return history;
}

void write_placement(ByteWriter& out, const Placement& placement) {
    out.string(placement.lang);
    out.string(placement.slug);
    out.number(static_cast<std::uint64_t>(placement.visibility));
}

Placement read_placement(ByteReader& in) {
    Placement placement;
    placement.lang = in.string();
    placement.slug = in.string();
    placement.visibility = static_cast<Visibility>(in.number());
    return placement;
}

template <class Value, class Write>
void write_map(ByteWriter& out, const std::map<std::string, Value>& values, Write write) {
    out.number(values.size());
    for (const auto& [path, value] : values) {
        out.string(path);
        write(out, value);
    }
}

// Written in order, so each goes to the end.
template <class Value, class Read>
void read_map(ByteReader& in, std::map<std::string, Value>& values, Read read) {
    const std::uint64_t count = in.number();
    for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
        std::string path(in.string());
        values.emplace_hint(values.end(), std::move(path), read(in));
    }
}

void write_history(ByteWriter& out, const SourceHistory& history) {
    for (const std::string* text : {&history.commit, &history.root, &history.shallow}) out.string(*text);
    write_map(out, history.present, write_path_history);
    write_map(out, history.gone, write_path_history);
}

SourceHistory read_history(ByteReader& in) {
    SourceHistory history;
    for (std::string* text : {&history.commit, &history.root, &history.shallow}) *text = in.string();
    read_map(in, history.present, read_path_history);
    read_map(in, history.gone, read_path_history);
    return history;
}

}  // namespace

Result<void> write_manifest(const std::filesystem::path& generation, const Manifest& manifest) {
    ByteWriter out;
    out.string(magic);
    out.number(parser_version);
    out.string(manifest.options);
    write_map(out, manifest.files, write_record);
    write_map(out, manifest.documents, write_document);
    write_map(out, manifest.resources, write_resource);
    write_map(out, manifest.versions, [](ByteWriter& to, const std::string& version) { to.string(version); });
    write_history(out, manifest.history);
    write_map(out, manifest.placements, write_placement);
    return write_file(generation / file_name, out.bytes());
}

std::optional<Manifest> read_manifest(const std::filesystem::path& generation) {
    const auto bytes = read_file(generation / file_name, max_manifest);
    if (!bytes) return {};
    ByteReader in(*bytes);
    if (in.string() != magic || in.number() != parser_version) return {};
    Manifest manifest;
    manifest.options = in.string();
    read_map(in, manifest.files, read_record);
    read_map(in, manifest.documents, read_document);
    read_map(in, manifest.resources, read_resource);
    read_map(in, manifest.versions, [](ByteReader& from) { return std::string(from.string()); });
    manifest.history = read_history(in);
    read_map(in, manifest.placements, read_placement);
    if (!in.ok() || !in.at_end()) return {};  // damaged: a rebuild makes a new one
    return manifest;
}

}  // namespace kb
