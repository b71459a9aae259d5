// A content repository in memory, for includes.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "kb/article/parse.h"

namespace kb::test {

class PretendRepository {
public:
    PretendRepository& with(std::string path, std::string text) {
        files_[std::move(path)] = std::move(text);
        return *this;
    }

    // Valid as long as the repository.
    FileReader reader() const {
        return [this](const std::string& path) -> Result<std::string> {
            const auto found = files_.find(path);
            if (found == files_.end()) return fail(ErrorCode::not_found, "there is no such file", {}, {path});
            return found->second;
        };
    }

private:
    std::map<std::string, std::string> files_;
};

}  // namespace kb::test
