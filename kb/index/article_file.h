// articles.dat: the records of all articles of one half of a generation, found by document number.
//
//   8 bytes   "OTVETART"
//   8 bytes   format version (1), little-endian like all numbers here
//   8 bytes   where the table begins
//   8 bytes   number of entries in the table
//   records   see article_record.h
//   table     for each document number from 0: 8 bytes where its record begins, 8 bytes its length; 0 0 for none
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "kb/base/error.h"
#include "kb/base/files.h"

namespace kb {

using DocumentNumber = std::uint32_t;

class ArticleFile {
public:
    // Fails with index_damaged for anything but a whole file of this format and version.
    static Result<ArticleFile> open(const std::filesystem::path& path);

    // Document numbers run from 0 to size() - 1; some may be empty.
    DocumentNumber size() const { return static_cast<DocumentNumber>(entries_); }
    std::string_view record(DocumentNumber number) const;  // empty when there is none
    std::size_t used_bytes() const;                        // of all records
    std::size_t all_bytes() const { return file_.bytes().size(); }

private:
    MappedFile file_;
    std::string_view table_;
    std::uint64_t entries_ = 0;
};

// Writes a new file, or goes on with a copy of an old one.
class ArticleFileWriter {
public:
    static Result<ArticleFileWriter> create(const std::filesystem::path& path);
    static Result<ArticleFileWriter> update(const std::filesystem::path& path);

    Result<void> put(DocumentNumber number, std::string_view record);
    void remove(DocumentNumber number);
    // Writes the table and flushes; nothing may follow.
    Result<void> finish();

private:
    struct Entry {
        std::uint64_t begin = 0, size = 0;
    };
    ArticleFileWriter(std::filesystem::path path, FileDescriptor file) : path_(std::move(path)), file_(std::move(file)) {}
    Result<void> append(std::string_view bytes);
    Result<void> flush();

    std::filesystem::path path_;
    FileDescriptor file_;
    std::string buffer_;
    std::uint64_t end_ = 0;  // of what was appended
    std::vector<Entry> table_;
};

}  // namespace kb
