#include "kb/base/base64.h"

#include <openssl/evp.h>

namespace kb {

std::string base64(std::string_view bytes) {
    // One more for the NUL that OpenSSL puts behind.
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), reinterpret_cast<const unsigned char*>(bytes.data()),
                    static_cast<int>(bytes.size()));
    text.pop_back();
    return text;
}

}  // namespace kb
