// Documents of an evaluation as an index, made by the product's own writer.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "kb/article/article.h"
#include "kb/base/error.h"
#include "kb/text/dictionaries.h"

namespace kb {

// Documents have no slugs: their place among the others is one, so that every id is legal.
std::string evaluation_slug(std::size_t place);

// Publishes them in the folder `index`.
Result<void> index_documents(const std::filesystem::path& index, const std::vector<Article>& documents,
                             const std::shared_ptr<const Dictionaries>& dictionaries);

}  // namespace kb
