#include "kb/source/source_history.h"

#include <iterator>
#include <set>

namespace kb {

namespace {

using Paths = std::map<std::string, PathHistory>;

PathHistory& change(SourceHistory& history, const FileVersion& file, const CommitChanges& changes) {
    PathHistory& now = history.present[file.path];
    now.blob = file.blob;
    now.changed = changes.time;
    now.commit = changes.commit;
    if (changes.kept_words.count(file.path) == 0) now.reworded = changes.time;
    return now;
}

PathHistory& appear(SourceHistory& history, const FileVersion& file, const CommitChanges& changes) {
    PathHistory& now = change(history, file, changes);
    if (auto returned = history.gone.extract(file.path)) now.former = std::move(returned.mapped().former);
    return now;
}

// Each path once, as it was left last.
void add_former(std::vector<FormerPath>& former, const std::string& own, FormerPath last,
                std::vector<FormerPath> before) {
    before.insert(before.begin(), std::move(last));
    std::move(former.begin(), former.end(), std::back_inserter(before));
    std::set<std::string> seen = {own};
    std::erase_if(before, [&seen](const FormerPath& each) { return !seen.insert(each.path).second; });
    former = std::move(before);
}

void move_file(SourceHistory& history, const FileVersion& from, const FileVersion& to, PathHistory before,
               const CommitChanges& changes) {
    PathHistory& now = appear(history, to, changes);
    if (from.blob == to.blob) {
        now.changed = before.changed;
        now.commit = before.commit;
        now.reworded = before.reworded;
    }
    add_former(now.former, to.path, {from.path, from.blob, changes.time}, std::move(before.former));
}

}  // namespace

void take_commit(SourceHistory& history, const CommitChanges& changes) {
    for (const FileVersion& file : changes.modified) change(history, file, changes);
    Paths leaving;
    for (const FileVersion& file : changes.deleted) leaving.insert(history.present.extract(file.path));
    std::set<std::size_t> arrived;
    for (const Rename& rename : changes.renames) {
        const FileVersion& from = changes.deleted[rename.from];
        arrived.insert(rename.to);
        auto before = leaving.extract(from.path);
        move_file(history, from, changes.added[rename.to], before ? std::move(before.mapped()) : PathHistory{},
                  changes);
    }
    for (std::size_t i = 0; i < changes.added.size(); ++i) {
        if (arrived.count(i) == 0) appear(history, changes.added[i], changes);
    }
    history.gone.merge(leaving);
}

}  // namespace kb
