#include "tests/world/dictionaries.h"

#include "tests/world/must.h"

namespace kb::test {

std::shared_ptr<const Dictionaries> dictionaries() {
    static const auto opened = must(Dictionaries::open(OTVET_DICTIONARIES));
    return opened;
}

Analyzer analyzer(const std::vector<AddedWord>& added) {
    return Analyzer(dictionaries(), added);
}

}  // namespace kb::test
