// What a customer wrote: the lines of a mail or of a form that say what is wanted.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kb {

// Longer texts are cut here, subject and body each, in bytes of UTF-8.
constexpr std::size_t max_message = 16 * 1024;

// The subject and the body, a sentence a line, without what others wrote and what every mail has: quoted lines, headers of
// mails, greetings, signatures, the advertisements of mail programs. A part that would leave nothing stays: somebody who only
// forwards a mail means what is in it. The result is well-formed; it is empty only when nothing was written. Time grows with
// the length of the text, whatever it says.
std::string read_message(std::string_view subject, std::string_view body);

}  // namespace kb
