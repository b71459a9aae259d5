#include "kb/source/source_history.h"

#include <iterator>
#include <set>

namespace kb {

namespace {

using Paths = std::map<std::string, PathHistory>;

PathHistory& appear(SourceHistory& history, const FileVersion& file, std::int64_t time) {
    PathHistory& now = history.present[file.path];
    now.blob = file.blob;
    now.changed = time;
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
               std::int64_t time) {
    PathHistory& now = appear(history, to, time);
    if (from.blob == to.blob) now.changed = before.changed;
    add_former(now.former, to.path, {from.path, from.blob, time}, std::move(before.former));
}

}  // namespace

void take_commit(SourceHistory& history, const CommitChanges& changes) {
    for (const FileVersion& file : changes.modified) {
        PathHistory& now = history.present[file.path];
        now.blob = file.blob;
        now.changed = changes.time;
    }
    Paths leaving;
    for (const FileVersion& file : changes.deleted) leaving.insert(history.present.extract(file.path));
    std::set<std::size_t> arrived;
    for (const Rename& rename : changes.renames) {
        const FileVersion& from = changes.deleted[rename.from];
        arrived.insert(rename.to);
        auto before = leaving.extract(from.path);
        move_file(history, from, changes.added[rename.to], before ? std::move(before.mapped()) : PathHistory{},
                  changes.time);
    }
    for (std::size_t i = 0; i < changes.added.size(); ++i) {
        if (arrived.count(i) == 0) appear(history, changes.added[i], changes.time);
    }
    history.gone.merge(leaving);
}

}  // namespace kb
