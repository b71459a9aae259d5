// What says who somebody is: addresses, telephone numbers, cards and documents of private persons.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace kb {

struct FoundPerson {
    std::size_t begin = 0, end = 0;  // bytes of the text
    std::string what;                // "the e-mail address of a person"
};

// What a site says of itself is nobody's secret.
struct OwnContacts {
    std::set<std::string, std::less<>> addresses;  // in lower case
    std::set<std::string, std::less<>> phones;     // digits, of Russian ones the last ten
};
// Every address and number of kb.yaml.
OwnContacts read_own_contacts(std::string_view kb_yaml);

// Only what is surely no example: check digits are right, numbers are no sequences, hosts are not reserved. By place.
// Unlike the scrubbing of what visitors type (kb/events/scrub), which had rather take too much, this had rather say too little.
std::vector<FoundPerson> find_personal_data(std::string_view text, const OwnContacts& own);

}  // namespace kb
