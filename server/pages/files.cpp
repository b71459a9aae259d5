// GET /files/{name} and /static/{name}
#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>

#include "kb/base/files.h"
#include "kb/base/media_type.h"
#include "server/http/content_coding.h"
#include "server/pages/pages.h"

namespace kb::server {

namespace {

// Larger ones are sent from the disk.
constexpr std::uint64_t most_in_memory = 256 * 1024;
constexpr std::string_view for_ever = "public, max-age=31536000, immutable", not_shared = "private, no-store";

// Its name tells its content, in this generation and the next: a download that broke off can go on.
void allow_ranges(const std::filesystem::path& path, Response& response) {
    response.with("Accept-Ranges", "bytes").with("ETag", fmt::format("\"{}\"", path.filename().string()));
}

// False when the file cannot be read.
bool fill(const std::filesystem::path& path, Response& response) {
    std::error_code error;
    const std::uint64_t size = std::filesystem::file_size(path, error);
    if (error) return false;
    if (size > most_in_memory) {
        allow_ranges(path, response);
        response.file = {std::make_shared<const FileDescriptor>(open(path.c_str(), O_RDONLY | O_CLOEXEC)), 0, size};
        return static_cast<bool>(*response.file.file);
    }
    auto bytes = read_file(path, most_in_memory);
    if (!bytes) return false;
    response.body = std::move(*bytes);
    if (!is_worth_coding(response)) allow_ranges(path, response);  // else its parts would be those of what form?
    return true;
}

}  // namespace

// Names hold the hash of the content, so what browsers keep is never stale.
Response send_file(const Visit& visit) {
    const std::string_view name = visit.capture("name");
    const bool is_public = visit.snapshot().file(name, Audience::customers).has_value();
    const auto path = visit.snapshot().file(name, visit.audience());
    const std::string_view type = media_type(name);
    if (!path || type.empty()) return show_failure(visit, 404);
    Response response{200, std::string(type), {}, {}};
    if (!fill(*path, response)) return show_failure(visit, 500);
    // What only staff may see is not left in caches that others share.
    response.with("Cache-Control", std::string(is_public ? for_ever : not_shared));
    if (!type.starts_with("image/"))
        response.with("Content-Disposition", fmt::format("attachment; filename=\"{}\"", name));
    // A drawing opened by itself is a document: it must not run anything.
    if (type == "image/svg+xml")
        response.with("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    return response;
}

Response send_static(const Visit& visit) {
    const std::string_view name = visit.capture("name");
    const Presentation& presentation = visit.presentation;
    std::vector<const StaticFile*> files = {&presentation.style, &presentation.script, &presentation.form, &presentation.answers, &presentation.events, &presentation.article,
                                   &presentation.privacy, &presentation.stats_style, &presentation.stats, &presentation.charts, &presentation.desk_style, &presentation.desk_frame,
                                            &visit.generation.theme, &visit.generation.icon};
    for (const StaticFile& script : presentation.desk_scripts) files.push_back(&script);
    for (const StaticFile* file : files) {
        // A page of an earlier generation or program may ask by an older name; it gets what there is now.
        const auto kind = [](std::string_view of) { return std::pair(of.substr(0, of.find('-')), file_ending(of)); };
        const bool same_kind = kind(name) == kind(file->name);
        if (!same_kind) continue;
        return Response{200, std::string(file->content_type), {}, file->content}.with(
            "Cache-Control", std::string(name == file->name ? for_ever : "no-cache"));
    }
    return show_failure(visit, 404);
}

}  // namespace kb::server
