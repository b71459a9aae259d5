// The compiled dictionaries of all languages, opened together.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "kb/base/error.h"
#include "kb/text/english_dictionary.h"
#include "kb/text/russian_dictionary.h"

namespace kb {

struct Dictionaries {
    RussianDictionary russian;
    EnglishDictionary english;

    // `folder` holds russian.dict and english.dict. Fails with not_found, or with invalid_content for files that are
    // cut short, damaged or not of this version.
    static Result<std::shared_ptr<const Dictionaries>> open(const std::filesystem::path& folder);

    // In `folder` unless it is empty, else in the folder that the environment variable OTVET_DICTIONARIES names, else
    // beside the executable: in dictionaries/ or ../share/otvet/dictionaries.
    static Result<std::shared_ptr<const Dictionaries>> find(const std::filesystem::path& folder = {});

    // Changes with what the files hold: an index is good only with the dictionaries that it was made with.
    std::string id() const;
};

}  // namespace kb
