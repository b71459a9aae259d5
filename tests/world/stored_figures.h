// A database of events with chosen figures, as if a server had counted them.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "kb/store/figures.h"
#include "tests/world/scratch_folder.h"

namespace kb::test {

// The number of an ISO day.
Day day(std::string_view iso);
// Milliseconds since 1970 of an ISO day's beginning in UTC.
std::int64_t midnight(std::string_view iso);

class StoredFigures {
public:
    StoredFigures();

    const std::filesystem::path& path() const { return folder_.path(); }
    Figures& figures() { return *figures_; }
    template <class Work>
    auto read(Work work) {
        auto done = figures_->read(std::move(work));
        if (!done) throw std::runtime_error(to_string(done.error()));
        return std::move(*done);
    }

    // Adds to the figure, by day and by month.
    void add(FigureKind kind, std::string_view iso_day, std::string_view lang, std::int64_t key, int sub, std::int64_t n = 1);
    void add(const Case& one);
    void add(const Rules& rules);
    // Of a vote, and nothing else of it.
    void comment(std::int64_t at, std::string_view lang, std::string_view slug, bool helpful, std::string_view text);

    Place name(std::string_view name);  // of a language or an article
    Place query(std::string_view text, std::string_view group);
    Place group(std::string_view name);

private:
    Place place(const char* table, std::string_view name);

    ScratchFolder folder_;
    std::unique_ptr<Database> database_;
    std::unique_ptr<Figures> figures_;
};

}  // namespace kb::test
