// Whether an article has the words of a phrase one after another.
#pragma once

#include "kb/index/article_record.h"
#include "kb/search/query.h"

namespace kb {

// In its title, description, questions, tags, or a heading or text of a section; in any form of the words.
bool has_phrase(const StoredArticle& article, const Phrase& phrase);

}  // namespace kb
