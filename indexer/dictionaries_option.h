// --dictionaries, which every command that looks at words has.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "kb/index/snapshot.h"

namespace kb {

struct DictionariesOption {
    std::string folder;

    void declare(CLI::App& app) {
        app.add_option("--dictionaries", folder, "Folder of the dictionaries; else $OTVET_DICTIONARIES, else beside the program")
            ->type_name("DIR");
    }
    Result<std::shared_ptr<const Dictionaries>> open() const { return Dictionaries::find(folder); }
    Result<std::shared_ptr<const Snapshot>> open_index(const std::filesystem::path& index) const {
        auto dictionaries = open();
        if (!dictionaries) return fail(dictionaries.error());
        return Snapshot::open(index, std::move(*dictionaries));
    }
};

}  // namespace kb
