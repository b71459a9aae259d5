// The ready texts of a content repository.
#pragma once

#include <vector>

#include "kb/article/answer_template.h"
#include "kb/source/source.h"

namespace kb {

struct AnswerTemplates {
    std::vector<AnswerTemplate> good;  // by language and slug
    std::vector<Problem> problems;
};

// Of these files, which is_answer_template() told from the others. Reads them in a worker process, as articles are read.
Result<AnswerTemplates> read_answer_templates(const Source& source, const std::vector<std::string>& paths, const ParseOptions& options);

}  // namespace kb
