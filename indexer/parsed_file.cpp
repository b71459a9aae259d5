#include "indexer/parsed_file.h"

#include <nlohmann/json.hpp>

#include "kb/base/bytes.h"
#include "kb/base/hash.h"

namespace kb {

using Json = nlohmann::json;

namespace {

Json to_json(const Location& at) {
    return {at.path, at.line, at.column};
}

Location location_from_json(const Json& json) {
    return {json.at(0).get<std::string>(), json.at(1).get<int>(), json.at(2).get<int>()};
}

Json to_json(const std::vector<Reference>& references) {
    Json list = Json::array();
    for (const Reference& reference : references)
        list.push_back({reference.path, reference.fragment, to_json(reference.at)});
    return list;
}

std::vector<Reference> references_from_json(const Json& json) {
    std::vector<Reference> references;
    for (const Json& item : json)
        references.push_back({item.at(0).get<std::string>(), item.at(1).get<std::string>(), location_from_json(item.at(2))});
    return references;
}

Json to_json(const ArticleFacts& facts) {
    return {{"path", facts.path},
            {"lang", facts.lang},
            {"slug", facts.slug},
            {"category", facts.category},
            {"explicit", facts.slug_is_explicit},
            {"fatal", facts.fatal},
            {"slug_line", facts.slug_line},
            {"visibility", static_cast<int>(facts.visibility)},
            {"links", to_json(facts.links)},
            {"files", to_json(facts.files)},
            {"includes", facts.includes}};
}

ArticleFacts facts_from_json(const Json& json) {
    ArticleFacts facts;
    facts.path = json.at("path").get<std::string>();
    facts.lang = json.at("lang").get<std::string>();
    facts.slug = json.at("slug").get<std::string>();
    facts.category = json.at("category").get<std::string>();
    facts.slug_is_explicit = json.at("explicit").get<bool>();
    facts.fatal = json.at("fatal").get<bool>();
    facts.slug_line = json.at("slug_line").get<int>();
    facts.visibility = static_cast<Visibility>(json.at("visibility").get<int>());
    facts.links = references_from_json(json.at("links"));
    facts.files = references_from_json(json.at("files"));
    facts.includes = json.at("includes").get<std::vector<std::string>>();
    return facts;
}

// `visit` is called with a reference to each text and list of texts of an article, always in the same order.
template <class ArticleLike, class Text, class List>
void each_text(ArticleLike& article, Text text, List list) {
    text(article.path), text(article.lang), text(article.slug), text(article.category), text(article.title);
    text(article.description), text(article.last_reviewed), text(article.review_every), text(article.owner);
    text(article.html);
    list(article.tags), list(article.questions), list(article.aliases), list(article.related);
}

std::string encode(const Article& article) {
    ByteWriter out;
    each_text(article, [&](const std::string& text) { out.string(text); },
              [&](const std::vector<std::string>& list) {
                  out.number(list.size());
                  for (const std::string& item : list) out.string(item);
              });
    out.number(static_cast<std::uint64_t>(article.visibility));
    out.number(article.sections.size());
    for (const Section& section : article.sections) {
        out.string(section.anchor);
        out.string(section.heading);
        out.number(static_cast<std::uint64_t>(section.level));
        out.string(section.text);
    }
    return std::move(out).bytes();
}

}  // namespace

ParsedFile parse_file(std::string_view path, std::string_view text, const ParseOptions& options) {
    ParsedFile file;
    file.record.hash = sha256_hex(text);
    ParseOptions recording = options;
    recording.read = [&](const std::string& include) {
        auto content = options.read(include);
        file.record.includes[include] = content ? sha256_hex(*content) : std::string();
        return content;
    };
    ParsedArticle parsed = parse_article(path, text, recording);
    file.record.problems = std::move(parsed.problems);
    file.record.facts = {parsed.article.path,
                         parsed.article.lang,
                         parsed.article.slug,
                         parsed.article.category,
                         parsed.slug_is_explicit,
                         parsed.fatal,
                         parsed.slug_line,
                         parsed.article.visibility,
                         std::move(parsed.links),
                         std::move(parsed.files),
                         std::move(parsed.includes)};
    file.article = encode(parsed.article);
    return file;
}

ParsedFile unreadable_file(std::string_view path, const Error& error) {
    ParsedFile file;
    file.record.facts.path = path;
    file.record.facts.fatal = true;
    const Location at = error.at.path.empty() ? Location{std::string(path)} : error.at;
    const bool limit = error.code == ErrorCode::limit_exceeded;
    file.record.problems.push_back(
        {at, Severity::error, limit ? "limit-exceeded" : "unreadable", error.what, error.hint});
    return file;
}

std::string encode_parsed_file(const ParsedFile& file) {
    const auto record = Json::to_msgpack(to_json(file.record));
    ByteWriter out;
    out.string({reinterpret_cast<const char*>(record.data()), record.size()});
    out.string(file.article);
    return std::move(out).bytes();
}

ParsedFile decode_parsed_file(std::string_view bytes) {
    ByteReader in(bytes);
    const std::string_view record = in.string();
    ParsedFile file;
    file.record = record_from_json(Json::from_msgpack(record.begin(), record.end()));
    file.article = in.string();
    return file;
}

Article decode_parsed_article(std::string_view bytes) {
    ByteReader in(bytes);
    Article article;
    each_text(article, [&](std::string& text) { text = in.string(); },
              [&](std::vector<std::string>& list) {
                  const std::uint64_t count = in.number();
                  for (std::uint64_t i = 0; i < count && in.ok(); ++i) list.emplace_back(in.string());
              });
    article.visibility = static_cast<Visibility>(in.number());
    const std::uint64_t sections = in.number();
    for (std::uint64_t i = 0; i < sections && in.ok(); ++i) {
        Section section;
        section.anchor = in.string();
        section.heading = in.string();
        section.level = static_cast<int>(in.number());
        section.text = in.string();
        article.sections.push_back(std::move(section));
    }
    return article;
}

Json to_json(const Problem& problem) {
    return {{"path", problem.at.path},
            {"line", problem.at.line},
            {"column", problem.at.column},
            {"severity", problem.severity == Severity::error ? "error" : "warning"},
            {"rule", problem.rule},
            {"what", problem.what},
            {"hint", problem.hint}};
}

Json to_json(const FileRecord& record) {
    Json problems = Json::array();
    for (const Problem& problem : record.problems) problems.push_back(to_json(problem));
    return {{"facts", to_json(record.facts)},
            {"hash", record.hash},
            {"includes", record.includes},
            {"problems", std::move(problems)}};
}

FileRecord record_from_json(const Json& json) {
    FileRecord record;
    record.facts = facts_from_json(json.at("facts"));
    record.hash = json.at("hash").get<std::string>();
    record.includes = json.at("includes").get<std::map<std::string, std::string>>();
    for (const Json& item : json.at("problems")) {
        record.problems.push_back({{item.at("path").get<std::string>(), item.at("line").get<int>(), item.at("column").get<int>()},
                                   item.at("severity") == "error" ? Severity::error : Severity::warning,
                                   item.at("rule").get<std::string>(),
                                   item.at("what").get<std::string>(),
                                   item.at("hint").get<std::string>()});
    }
    return record;
}

}  // namespace kb
