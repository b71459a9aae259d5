#include "kb/index/postings.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>

#include <xapian.h>

#include "kb/base/hash.h"
#include "kb/index/xapian_errors.h"

namespace kb {

namespace {

using SharedList = std::shared_ptr<const PostingList>;

struct HashOfTerm {
    using is_transparent = void;
    std::size_t operator()(std::string_view term) const { return fnv1a_64(term); }
};
using Lists = std::unordered_map<std::string, SharedList, HashOfTerm, std::equal_to<>>;

// Least recently used, roughly: two maps; when the younger is full it becomes the older, and the older is dropped.
class ListCache {
public:
    explicit ListCache(std::size_t memory) : memory_(memory) {}

    SharedList find(std::string_view term) {
        {
            const std::shared_lock<std::shared_mutex> hold(mutex_);
            if (const auto found = young_.find(term); found != young_.end()) return found->second;
        }
        const std::lock_guard<std::shared_mutex> hold(mutex_);
        const auto found = old_.find(term);
        if (found == old_.end()) return nullptr;
        const SharedList list = found->second;
        old_.erase(found);
        keep(term, list);
        return list;
    }

    void add(std::string_view term, const SharedList& list) {
        const std::lock_guard<std::shared_mutex> hold(mutex_);
        keep(term, list);
    }

    // In the order of their bytes, which is that of the disk.
    std::vector<std::string> terms() {
        std::vector<std::string> all;
        {
            const std::shared_lock<std::shared_mutex> hold(mutex_);
            for (const Lists* lists : {&young_, &old_}) {
                for (const auto& [term, list] : *lists) all.push_back(term);
            }
        }
        std::sort(all.begin(), all.end());
        return all;
    }

private:
    void keep(std::string_view term, const SharedList& list) {
        constexpr std::size_t overhead = 128;  // of a map's entry, about
        if (!young_.emplace(term, list).second) return;
        bytes_ += overhead + term.size() + list->size() * sizeof(Posting);
        if (bytes_ <= memory_ / 2) return;
        old_ = std::move(young_);
        young_.clear();
        bytes_ = 0;
    }

    const std::size_t memory_;
    std::shared_mutex mutex_;
    Lists young_, old_;
    std::size_t bytes_ = 0;  // of the younger
};

}  // namespace

struct Postings::State {
    State(const std::filesystem::path& at, std::size_t memory) : directory(at), database(at.string()), cache(memory) {}

    const std::filesystem::path directory;
    std::mutex reading;  // a handle of Xapian serves one thread at a time
    Xapian::Database database;
    ListCache cache;
    std::vector<float> lengths;
};

Postings::Postings(std::unique_ptr<State> state) : state_(std::move(state)) {}
Postings::~Postings() = default;

Result<std::unique_ptr<const Postings>> Postings::open(const std::filesystem::path& directory, std::size_t memory) {
    return guard_xapian(directory, [&]() -> Result<std::unique_ptr<const Postings>> {
        auto state = std::make_unique<State>(directory, memory);
        const double mean = state->database.get_average_length();
        state->lengths.resize(state->database.get_lastdocid() + std::size_t{1});
        const auto end = state->database.postlist_end("");
        for (auto document = state->database.postlist_begin(""); document != end; ++document)
            state->lengths[*document] = static_cast<float>(mean > 0 ? document.get_doclength() / mean : 0);
        return std::unique_ptr<const Postings>(new Postings(std::move(state)));
    });
}

std::size_t Postings::documents() const {
    return state_->database.get_doccount();
}

const std::vector<float>& Postings::lengths() const {
    return state_->lengths;
}

Result<SharedList> Postings::list(std::string_view term) const {
    if (SharedList known = state_->cache.find(term)) return known;
    return guard_xapian(state_->directory, [&]() -> Result<SharedList> {
        auto list = std::make_shared<PostingList>();
        const std::string name(term);
        {
            const std::lock_guard<std::mutex> hold(state_->reading);
            list->reserve(state_->database.get_termfreq(name));
            const auto end = state_->database.postlist_end(name);
            for (auto posting = state_->database.postlist_begin(name); posting != end; ++posting) {
                if (*posting < state_->lengths.size()) list->push_back({*posting, static_cast<float>(posting.get_wdf())});
            }
        }
        state_->cache.add(term, list);
        return list;
    });
}

void Postings::read_ahead(const Postings& former, std::chrono::milliseconds longest) const {
    const auto until = std::chrono::steady_clock::now() + longest;
    for (const std::string& term : former.state_->cache.terms()) {
        if (std::chrono::steady_clock::now() > until || !list(term)) return;
    }
}

Result<void> Postings::each_term(std::string_view prefix, const std::function<void(std::string_view, std::size_t)>& see) const {
    return guard_xapian(state_->directory, [&]() -> Result<void> {
        const std::lock_guard<std::mutex> hold(state_->reading);
        const auto end = state_->database.allterms_end(std::string(prefix));
        for (auto term = state_->database.allterms_begin(std::string(prefix)); term != end; ++term) see(*term, term.get_termfreq());
        return {};
    });
}

}  // namespace kb
