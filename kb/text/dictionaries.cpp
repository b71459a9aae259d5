#include "kb/text/dictionaries.h"

#include <cstdlib>

#include <fmt/format.h>

namespace fs = std::filesystem;

namespace kb {

namespace {

constexpr const char* variable = "OTVET_DICTIONARIES";
constexpr std::string_view russian_file = "russian.dict", english_file = "english.dict";

std::string hint() {
    return fmt::format("name the folder of the dictionaries with --dictionaries or in the environment variable {}", variable);
}

template <class Dictionary>
Result<Dictionary> open_one(const fs::path& path) {
    auto dictionary = Dictionary::open(path);
    if (dictionary || dictionary.error().code != ErrorCode::not_found) return dictionary;
    return fail(ErrorCode::not_found, "there is no dictionary here", hint(), {path.string()});
}

}  // namespace

Result<std::shared_ptr<const Dictionaries>> Dictionaries::open(const fs::path& folder) {
    auto russian = open_one<RussianDictionary>(folder / russian_file);
    if (!russian) return fail(russian.error());
    auto english = open_one<EnglishDictionary>(folder / english_file);
    if (!english) return fail(english.error());
    return std::make_shared<const Dictionaries>(Dictionaries{std::move(*russian), std::move(*english)});
}

Result<std::shared_ptr<const Dictionaries>> Dictionaries::find(const fs::path& folder) {
    if (!folder.empty()) return open(folder);
    if (const char* named = std::getenv(variable); named != nullptr && *named != '\0') return open(named);
    std::error_code error;
    const fs::path programs = fs::read_symlink("/proc/self/exe", error).parent_path();
    const fs::path places[] = {programs / "dictionaries", programs.parent_path() / "share" / "otvet" / "dictionaries"};
    for (const fs::path& place : places) {
        if (fs::exists(place / russian_file, error)) return open(place);
    }
    return fail(ErrorCode::not_found, fmt::format("no dictionaries in {} or {}", places[0].string(), places[1].string()),
                hint());
}

std::string Dictionaries::id() const {
    return fmt::format("{:08x}", static_cast<std::uint32_t>(russian.checksum() * 31 + english.checksum()));
}

}  // namespace kb
