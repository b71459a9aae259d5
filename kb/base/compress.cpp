#include "kb/base/compress.h"

#include <zlib.h>

#include "kb/base/bytes.h"

namespace kb {

namespace {

constexpr std::uint64_t max_size = 256 * 1024 * 1024;

}  // namespace

std::string compress(std::string_view text) {
    uLongf size = compressBound(text.size());
    std::string body(size, '\0');
    compress2(reinterpret_cast<Bytef*>(body.data()), &size, reinterpret_cast<const Bytef*>(text.data()), text.size(), 6);
    body.resize(size);
    ByteWriter out;
    out.number(text.size());
    out.string(body);
    return std::move(out).bytes();
}

Result<std::string> decompress(std::string_view compressed) {
    ByteReader in(compressed);
    const std::uint64_t size = in.number();
    const std::string_view body = in.string();
    if (!in.ok() || size > max_size) return fail(ErrorCode::index_damaged, "a compressed text is damaged");
    std::string text(size, '\0');
    uLongf written = size;
    const int status = uncompress(reinterpret_cast<Bytef*>(text.data()), &written,
                                  reinterpret_cast<const Bytef*>(body.data()), body.size());
    if (status != Z_OK || written != size) return fail(ErrorCode::index_damaged, "a compressed text is damaged");
    return text;
}

}  // namespace kb
