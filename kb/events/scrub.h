// Takes out of what people typed whatever says who they are, before it is stored.
#pragma once

#include <string>
#include <string_view>

namespace kb {

// E-mail addresses become [email], phone numbers [phone], numbers of cards, accounts and documents [number], addresses of
// machines and of people [address], names [name]: those behind "my name is", «меня зовут» and regards at the end, with a patronymic,
// and of accounts (@jane_doe). Digits count in whatever alphabet and however they are set apart; ten of them in a row are never left, but
// for dates and versions. Addresses of private networks stay: they say nothing of anybody; so do versions that are called so,
// and codes that look like short telephone numbers or documents behind a word for errors, orders and the like. `text` is well-formed UTF-8, or is made so.
std::string scrub(std::string_view text);

// Whether something was taken out of it: nobody else will ask that.
bool is_scrubbed(std::string_view text);

// Whether nothing else was left of it that says something.
bool is_only_marks(std::string_view text);

}  // namespace kb
