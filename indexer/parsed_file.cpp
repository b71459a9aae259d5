#include "indexer/parsed_file.h"

#include <algorithm>
#include <iterator>

#include "kb/base/hash.h"
#include "kb/check/places.h"

namespace kb {

namespace {

// One description of each value serves for writing and for reading it: Writing and Reading have the same verbs.
class Writing {
public:
    explicit Writing(ByteWriter& out) : out_(out) {}
    void text(const std::string& value) { out_.string(value); }
    template <class Number>
    void number(const Number& value) {
        out_.number(static_cast<std::uint64_t>(value));
    }
    template <class Item, class Each>
    void list(const std::vector<Item>& values, Each each) {
        out_.number(values.size());
        for (const Item& value : values) each(value);
    }
    void texts(const std::map<std::string, std::string>& values) {
        out_.number(values.size());
        for (const auto& [key, value] : values) {
            out_.string(key);
            out_.string(value);
        }
    }

private:
    ByteWriter& out_;
};

class Reading {
public:
    explicit Reading(ByteReader& in) : in_(in) {}
    void text(std::string& value) { value = in_.string(); }
    template <class Number>
    void number(Number& value) {
        value = static_cast<Number>(in_.number());
    }
    template <class Item, class Each>
    void list(std::vector<Item>& values, Each each) {
        const std::uint64_t count = in_.number();
        for (std::uint64_t i = 0; i < count && in_.ok(); ++i) each(values.emplace_back());
    }
    void texts(std::map<std::string, std::string>& values) {
        const std::uint64_t count = in_.number();
        for (std::uint64_t i = 0; i < count && in_.ok(); ++i) {
            std::string key(in_.string());
            values[std::move(key)] = in_.string();
        }
    }

private:
    ByteReader& in_;
};

// What follows takes values as const for Writing and as not for Reading.
template <class Io, class Value>
void location(Io& io, Value& at) {
    io.text(at.path), io.number(at.line), io.number(at.column);
}

template <class Io, class Value>
void reference(Io& io, Value& value) {
    io.text(value.path), io.text(value.fragment);
    location(io, value.at);
}

template <class Io, class Value>
void facts(Io& io, Value& value) {
    io.text(value.path), io.text(value.lang), io.text(value.slug), io.text(value.category);
    io.number(value.slug_is_explicit), io.number(value.fatal), io.number(value.slug_line), io.number(value.visibility);
    io.list(value.links, [&](auto& item) { reference(io, item); });
    io.list(value.files, [&](auto& item) { reference(io, item); });
    io.list(value.pages, [&](auto& item) { reference(io, item); });
    io.text(value.title), io.text(value.last_reviewed), io.text(value.review_every), io.number(value.description);
    for (auto* line : {&value.title_line, &value.description_line, &value.aliases_line, &value.related_line, &value.reviewed_line}) io.number(*line);
    for (auto* list : {&value.includes, &value.aliases, &value.related, &value.anchors}) io.list(*list, [&](auto& item) { io.text(item); });
}

template <class Io, class Value>
void problem(Io& io, Value& value) {
    location(io, value.at);
    io.number(value.severity), io.text(value.rule), io.text(value.what), io.text(value.hint);
}

template <class Io, class Value>
void record_fields(Io& io, Value& value) {
    facts(io, value.facts);
    io.text(value.hash), io.text(value.blob), io.texts(value.includes);
    io.list(value.problems, [&](auto& item) { problem(io, item); });
    io.list(value.switches, [&](auto& item) { io.text(item.rule), io.number(item.first), io.number(item.last); });
}

template <class Io, class Value>
void article_fields(Io& io, Value& value) {
    io.text(value.path), io.text(value.lang), io.text(value.slug), io.text(value.category), io.text(value.title);
    io.text(value.description), io.text(value.last_reviewed), io.text(value.review_every), io.text(value.owner);
    io.text(value.html), io.text(value.markdown), io.number(value.visibility);
    for (auto* list : {&value.tags, &value.questions, &value.aliases, &value.related})
        io.list(*list, [&](auto& item) { io.text(item); });
    io.list(value.sections, [&](auto& section) {
        io.text(section.anchor), io.text(section.heading), io.number(section.level), io.text(section.text);
    });
}

std::string encode(const Article& article) {
    ByteWriter out;
    Writing writing(out);
    article_fields(writing, article);
    return std::move(out).bytes();
}

// Parsers count bytes; people, and editors, count characters.
void count_in_characters(const TextPlaces& places, Location& at) {
    constexpr int longest_line = 10'000;  // nobody looks for the place in a longer one, and counting takes time
    if (at.column <= 1 || at.column > longest_line) return;
    const std::string_view line = places.line(static_cast<std::size_t>(std::max(at.line, 1)));
    at.column = static_cast<int>(count_characters(line.substr(0, static_cast<std::size_t>(at.column) - 1))) + 1;
}

void check(ParsedArticle& parsed, std::string_view raw, const FileChecker* checker, FileRecord& record) {
    record.problems = std::move(parsed.problems);
    const auto text = normalize_text(parsed.article.path, raw);
    if (!text) return;
    const TextPlaces places(parsed.article.path, *text);
    for (Problem& problem : record.problems) count_in_characters(places, problem.at);
    for (auto* references : {&parsed.links, &parsed.files, &parsed.pages}) {
        for (Reference& reference : *references) count_in_characters(places, reference.at);
    }
    if (checker == nullptr) return;
    FileChecker::Findings findings = checker->check(parsed, *text);
    std::move(findings.problems.begin(), findings.problems.end(), std::back_inserter(record.problems));
    record.switches = std::move(findings.switches);
}

}  // namespace

ParsedFile parse_file(std::string_view path, std::string_view text, const ParseOptions& options, const FileChecker* checker) {
    ParsedFile file;
    file.record.hash = sha256_hex(text);
    file.record.blob = git_blob_id(text);
    ParseOptions recording = options;
    recording.read = [&](const std::string& include) {
        auto content = options.read(include);
        file.record.includes[include] = content ? sha256_hex(*content) : std::string();
        return content;
    };
    ParsedArticle parsed = parse_article(path, text, recording);
    check(parsed, text, checker, file.record);
    file.record.facts = facts_of(parsed);
    file.article = encode(parsed.article);
    return file;
}

FileRecord check_text(std::string_view path, std::string_view text, const ParseOptions& options, const FileChecker& checker) {
    FileRecord record;
    record.facts.path = path;
    record.hash = sha256_hex(text);
    const auto normal = normalize_text(path, text);
    if (!normal) return record;
    FileChecker::Findings findings = checker.check_words(path, language_of_file(path, *normal, options), *normal);
    record.problems = std::move(findings.problems);
    record.switches = std::move(findings.switches);
    return record;
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

void write_record(ByteWriter& out, const FileRecord& record) {
    Writing writing(out);
    record_fields(writing, record);
}

FileRecord read_record(ByteReader& in) {
    FileRecord record;
    Reading reading(in);
    record_fields(reading, record);
    return record;
}

std::string encode_parsed_file(const ParsedFile& file) {
    ByteWriter out;
    write_record(out, file.record);
    out.string(file.article);
    return std::move(out).bytes();
}

ParsedFile decode_parsed_file(std::string_view bytes) {
    ByteReader in(bytes);
    ParsedFile file;
    file.record = read_record(in);
    file.article = in.string();
    return in.ok() ? file : ParsedFile();
}

Article decode_parsed_article(std::string_view bytes) {
    ByteReader in(bytes);
    Article article;
    Reading reading(in);
    article_fields(reading, article);
    return in.ok() ? article : Article();
}

}  // namespace kb
