// What a build remembers of its generation, so that the next one does only what changed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "indexer/parsed_file.h"
#include "kb/article/image_size.h"
#include "kb/index/generation.h"
#include "kb/source/source_history.h"

namespace kb {

// Any change of how files become articles needs a new version: older manifests are then not used.
constexpr int parser_version = 9;

struct IndexedDocument {
    std::string lang, slug;
    Half half = Half::open;
    std::string fingerprint;  // of everything that the stored article was made from
    bool operator==(const IndexedDocument&) const = default;
};

// An image or attachment.
struct ResourceRecord {
    std::string name;  // of the file in the generation
    std::optional<ImageSize> image;
};

struct Manifest {
    std::string options;  // what parsing depended on besides the files
    std::map<std::string, FileRecord> files;           // by path
    std::map<std::string, IndexedDocument> documents;  // by path
    std::map<std::string, ResourceRecord> resources;   // by path
    // What each file was when all of these were read, by path; see SourceFile. While that is the same the file need not be read.
    std::map<std::string, std::string> versions;
    SourceHistory history;
    std::map<std::string, Placement> placements;  // of contents that stood elsewhere before, by blob and path
};

Result<void> write_manifest(const std::filesystem::path& generation, const Manifest& manifest);

// Nothing when there is none, or none that this program can use.
std::optional<Manifest> read_manifest(const std::filesystem::path& generation);

}  // namespace kb
