// The contact form as its templates show it.
#pragma once

#include <vector>

#include <nlohmann/json.hpp>

#include "server/contact/submission.h"
#include "server/visit.h"

namespace kb::server {

// The fields with what was typed, those that are wrong with the reason; under "first_fields" and "more_fields", and what
// travels along unseen under "hidden".
nlohmann::ordered_json contact_form_view(const Visit& visit, const Submission& submission, const std::vector<FieldFault>& faults);

// Everything typed as pairs of label and text, under "typed"; and the same to be posted again, under "hidden".
nlohmann::ordered_json typed_view(const Visit& visit, const Submission& submission);

}  // namespace kb::server
