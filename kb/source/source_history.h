// What the history of a content repository says of its Markdown files: when they changed and where they stood before.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace kb {

// A path and the id of its content: the 40 hexadecimal digits of a git blob.
struct FileVersion {
    std::string path, blob;
    bool operator==(const FileVersion&) const = default;
};

struct FormerPath {
    std::string path, blob;  // the last content it had there
    std::int64_t left = 0;   // time of the commit that renamed it
    bool operator==(const FormerPath&) const = default;
};

struct PathHistory {
    std::string blob;                // the last content
    std::int64_t changed = 0;        // time of the commit that gave it, unix seconds
    std::string commit;              // its id
    std::int64_t reworded = 0;       // time of the last commit that changed more than its bookkeeping; never later than `changed`
    std::vector<FormerPath> former;  // the last one first; each path once, never its own
    bool operator==(const PathHistory&) const = default;
};

// Facts of a line of commits. A later line is read on from an earlier one: see GitHistory::read().
struct SourceHistory {
    std::string commit;                          // the last of the line; empty when there is none
    std::string root;                            // the first
    std::string shallow;                         // where the repository says that its history is cut off
    std::map<std::string, PathHistory> present;  // what the last commit has, by path
    std::map<std::string, PathHistory> gone;     // what it has no more, and not under another name either
    bool operator==(const SourceHistory&) const = default;
};

// What one commit did. Places in `renames` count in `deleted` and `added`.
struct Rename {
    std::size_t from = 0, to = 0;
    bool operator==(const Rename&) const = default;
};
struct CommitChanges {
    std::string commit;  // its id
    std::int64_t time = 0;
    std::vector<FileVersion> added, deleted, modified;  // with the new blob; the old one of what was deleted
    std::vector<Rename> renames;
    std::set<std::string> kept_words;  // paths of `modified` that say what they said
};

// A rename keeps date and commit when the content stayed the same: readers are told when the text changed. A path that comes
// back is the same file again, with the former paths it had.
void take_commit(SourceHistory& history, const CommitChanges& changes);

}  // namespace kb
