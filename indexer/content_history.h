// What the git history of a content repository adds to its articles: dates, former addresses, and what was removed.
#pragma once

#include "indexer/content.h"

namespace kb {

// Fills in `updated`, `commit` and `former` of the articles, and `commit`, `history`, `placements`, `removed` of the content.
//
// The date is that of the last commit that changed the text; the file's own time for what differs from HEAD. An address
// that an article had under another path leads to it as long as no other published article has it; one of internal or
// draft content never leads to a public article. Removed are the articles that were public at the end.
//
// A plain folder stays as it is, and so does a repository that cannot be read, with a warning among the problems.
void read_content_history(const Source& source, const Manifest* known, Content& content);

}  // namespace kb
