// The container of a compiled dictionary: named sections of one file, mapped into memory.
//
//   8 bytes   "OTVETDIC"
//   4 bytes   format version (1); numbers are little-endian
//   4 bytes   number of sections
//   8 bytes   length of the whole file
//   8 bytes   checksum of all that follows (checksum_of)
//   sections  for each: 16 bytes name, padded with zeros; 8 bytes where it begins; 8 bytes its length
//   contents  of the sections, each beginning at a multiple of 8
//
// docs/dictionary-format.md says what each section holds.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kb/base/error.h"
#include "kb/base/files.h"

namespace kb {

class DictionaryFile {
public:
    // Fails with not_found, or with invalid_content for anything but a whole, undamaged file of this format and
    // version that says it is of `kind` ("russian").
    static Result<DictionaryFile> open(const std::filesystem::path& path, std::string_view kind);

    // A section, empty when there is none; valid as long as this object.
    std::string_view section(std::string_view name) const;
    template <class Number>
    std::span<const Number> numbers(std::string_view name) const {
        const std::string_view bytes = section(name);
        return {reinterpret_cast<const Number*>(bytes.data()), bytes.size() / sizeof(Number)};
    }
    std::uint64_t checksum() const { return checksum_; }

private:
    MappedFile file_;
    std::uint64_t checksum_ = 0;
    std::vector<std::pair<std::string_view, std::string_view>> sections_;
};

// The bytes of such a file. Names are at most 16 bytes.
std::string write_dictionary(std::string_view kind, const std::vector<std::pair<std::string, std::string>>& sections);

// 64 bits over words of 8 bytes, the last padded with zeros; finds damage, not forgery.
std::uint64_t checksum_of(std::string_view bytes);

}  // namespace kb
