// From a customer's question and an agent's answer to the draft of an article.
#pragma once

#include <string>

namespace kb::server {

struct DraftRequest {
    std::string subject, body;  // as the customer wrote them
    std::string answer;         // of the agent; may be empty
    std::string lang;
    std::string related;        // the slug of a public article, or empty
};

struct Draft {
    std::string path;      // in the content
    std::string markdown;
};

// Its questions are the customer's wording, its steps the sentences of the answer; both without personal data, greetings and
// signatures. Equal requests make equal drafts, at one path; others never share it.
Draft make_draft(const DraftRequest& request);

}  // namespace kb::server
