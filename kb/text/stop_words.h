// Words that say how something is asked, not what.
#pragma once

#include <string_view>

namespace kb {

// `folded` as Token::folded. Russian and English function words, question words and pleasantries.
bool is_stop_word(std::string_view folded);

}  // namespace kb
