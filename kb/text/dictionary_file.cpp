#include "kb/text/dictionary_file.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include <fmt/format.h>

#include "kb/base/bytes.h"

namespace kb {

namespace {

constexpr std::string_view magic = "OTVETDIC";
constexpr std::uint32_t format_version = 1;
constexpr std::size_t header_size = 32;
constexpr std::size_t entry_size = 32;
constexpr std::size_t name_size = 16;
constexpr std::size_t alignment = 8;
constexpr std::string_view kind_section = "kind";

void pad(std::string& bytes) {
    bytes.resize((bytes.size() + alignment - 1) / alignment * alignment, '\0');
}

}  // namespace

std::uint64_t checksum_of(std::string_view bytes) {
    constexpr std::uint64_t multiplier = 0x9E3779B97F4A7C15u;
    std::uint64_t sum = bytes.size();
    for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), sizeof sum))) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data(), std::min(bytes.size(), sizeof word));
        sum = std::rotl((sum ^ word) * multiplier, 29);
    }
    return sum;
}

Result<DictionaryFile> DictionaryFile::open(const std::filesystem::path& path, std::string_view kind) {
    auto file = MappedFile::open(path);
    if (!file) return fail(file.error());
    const auto refuse = [&path](std::string what) {
        return fail(ErrorCode::invalid_content, std::move(what), "install the dictionaries that belong to this program",
                    {path.string()});
    };
    const std::string_view bytes = file->bytes();
    if (bytes.size() < header_size || !bytes.starts_with(magic)) return refuse("not a dictionary of ours");
    if (const auto version = number_at<std::uint32_t>(bytes, 8); version != format_version)
        return refuse(fmt::format("a dictionary of format version {}; this program reads {}", version, format_version));
    const auto count = number_at<std::uint32_t>(bytes, 12);
    const auto size = number_at<std::uint64_t>(bytes, 16);
    if (size != bytes.size())
        return refuse(fmt::format("the dictionary is {} bytes long and should be {}", bytes.size(), size));
    DictionaryFile dictionary;
    dictionary.checksum_ = number_at<std::uint64_t>(bytes, 24);
    if (count > (size - header_size) / entry_size || checksum_of(bytes.substr(header_size)) != dictionary.checksum_)
        return refuse("the dictionary is damaged");
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = header_size + i * entry_size;
        std::string_view name = bytes.substr(at, name_size);
        name = name.substr(0, name.find('\0'));
        const auto begin = number_at<std::uint64_t>(bytes, at + name_size);
        const auto length = number_at<std::uint64_t>(bytes, at + name_size + 8);
        if (begin > size || length > size - begin || begin % alignment != 0) return refuse("the dictionary is damaged");
        dictionary.sections_.emplace_back(name, bytes.substr(begin, length));
    }
    dictionary.file_ = std::move(*file);
    if (dictionary.section(kind_section) != kind)
        return refuse(fmt::format("a '{}' dictionary in place of a '{}' one", dictionary.section(kind_section), kind));
    return dictionary;
}

std::string_view DictionaryFile::section(std::string_view name) const {
    const auto found = std::find_if(sections_.begin(), sections_.end(), [name](const auto& s) { return s.first == name; });
    return found == sections_.end() ? std::string_view() : found->second;
}

std::string write_dictionary(std::string_view kind, const std::vector<std::pair<std::string, std::string>>& sections) {
    std::vector<std::pair<std::string, std::string>> all = sections;
    all.emplace_back(kind_section, kind);
    std::string table, contents;
    for (const auto& [name, content] : all) {
        std::string padded = name;
        padded.resize(name_size, '\0');
        table += padded;
        append_number<std::uint64_t>(table, header_size + all.size() * entry_size + contents.size());
        append_number<std::uint64_t>(table, content.size());
        contents += content;
        pad(contents);
    }
    const std::string body = table + contents;
    std::string bytes(magic);
    append_number<std::uint32_t>(bytes, format_version);
    append_number<std::uint32_t>(bytes, static_cast<std::uint32_t>(all.size()));
    append_number<std::uint64_t>(bytes, header_size + body.size());
    append_number<std::uint64_t>(bytes, checksum_of(body));
    return bytes + body;
}

}  // namespace kb
