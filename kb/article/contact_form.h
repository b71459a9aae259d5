// The contact form as kb.yaml describes it.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "kb/article/site.h"
#include "kb/base/yaml.h"

namespace kb {

// From the value of `contact`. A field that cannot be shown as it was meant is reported and left out.
ContactForm parse_contact_form(const Yaml& value, std::vector<Problem>& problems);

// What a type is called there and in a generation.
std::string_view name_of(ContactField::Kind kind);
std::optional<ContactField::Kind> contact_field_kind(std::string_view name);

}  // namespace kb
