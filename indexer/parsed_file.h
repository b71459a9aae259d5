// One file of the content as a build knows it: what it says of itself, and how that is kept between builds.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kb/article/parse.h"
#include "kb/article/plan.h"
#include "kb/base/bytes.h"
#include "kb/check/file_checker.h"

namespace kb {

// Everything about a file but its text. Kept in the manifest of a generation.
struct FileRecord {
    ArticleFacts facts;
    std::string hash;                             // of the file
    std::string blob;                             // the id that git gives to these bytes
    std::map<std::string, std::string> includes;  // path → hash of each file it includes; "" when unreadable
    std::vector<Problem> problems;     // as if nothing were switched off; columns count characters
    std::vector<LineSwitch> switches;
};

// A freshly parsed file: its record, and the article as bytes that decode_parsed_article() reads.
struct ParsedFile {
    FileRecord record;
    std::string article;
};

// Parses `text` and, with a checker, checks it; reads included files through `options.read`.
ParsedFile parse_file(std::string_view path, std::string_view text, const ParseOptions& options, const FileChecker* checker = nullptr);
// A text that is no article; see FileChecker::check_words(). Of text that cannot be read nothing is found.
FileRecord check_text(std::string_view path, std::string_view text, const ParseOptions& options, const FileChecker& checker);
// A file that could not even be parsed.
ParsedFile unreadable_file(std::string_view path, const Error& error);

// Between processes. Decoding what was not encoded here yields an empty file.
std::string encode_parsed_file(const ParsedFile& file);
ParsedFile decode_parsed_file(std::string_view bytes);
Article decode_parsed_article(std::string_view bytes);

// For the manifest. Check in.ok() after reading.
void write_record(ByteWriter& out, const FileRecord& record);
FileRecord read_record(ByteReader& in);

}  // namespace kb
