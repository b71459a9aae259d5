// What browsers post from a form.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kb::server {

// The fields of application/x-www-form-urlencoded; of repeated ones all.
using FormFields = std::vector<std::pair<std::string, std::string>>;
constexpr std::size_t most_form_fields = 200;  // others are not read
FormFields read_form(std::string_view body);
// The first of that name; empty when there is none.
std::string_view form_value(const FormFields& fields, std::string_view name);

}  // namespace kb::server
