// Handles on the postings of one half of a generation. A Xapian handle serves one thread at a time.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <xapian.h>

namespace kb {

class TermDatabases {
public:
    explicit TermDatabases(std::filesystem::path directory) : directory_(std::move(directory)) {}

    const std::filesystem::path& directory() const { return directory_; }

    // A handle for one search; goes back when destroyed. May throw what Xapian throws on opening.
    class Lease {
    public:
        Lease(const TermDatabases& owner, std::unique_ptr<Xapian::Database> handle)
            : owner_(&owner), handle_(std::move(handle)) {}
        Lease(Lease&&) noexcept = default;
        Lease& operator=(Lease&&) = delete;
        ~Lease() {
            if (handle_) owner_->give_back(std::move(handle_));
        }
        Xapian::Database& operator*() const { return *handle_; }
        Xapian::Database* operator->() const { return handle_.get(); }

    private:
        const TermDatabases* owner_;
        std::unique_ptr<Xapian::Database> handle_;
    };

    Lease lease() const {
        {
            const std::lock_guard<std::mutex> hold(mutex_);
            if (!idle_.empty()) {
                auto handle = std::move(idle_.back());
                idle_.pop_back();
                return {*this, std::move(handle)};
            }
        }
        return {*this, std::make_unique<Xapian::Database>(directory_.string())};
    }

private:
    void give_back(std::unique_ptr<Xapian::Database> handle) const {
        const std::lock_guard<std::mutex> hold(mutex_);
        idle_.push_back(std::move(handle));
    }

    std::filesystem::path directory_;
    mutable std::mutex mutex_;
    mutable std::vector<std::unique_ptr<Xapian::Database>> idle_;
};

}  // namespace kb
