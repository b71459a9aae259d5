// Values written one after another into bytes and read back: the building stones of our own files.
// Integers are LEB128 (7 bits a byte, low first); strings are their length, then their bytes.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace kb {

// Numbers of a fixed width, as memory holds them: little-endian (asserted below). Their bytes are there.
template <class Number>
Number number_at(std::string_view bytes, std::size_t at) {
    Number value = 0;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
}
template <class Number>
void append_number(std::string& out, Number value) {
    char raw[sizeof value];
    std::memcpy(raw, &value, sizeof value);
    out.append(raw, sizeof raw);
}
static_assert(std::endian::native == std::endian::little, "files of ours are little-endian, and mapped as they are");

class ByteWriter {
public:
    void number(std::uint64_t value) {
        while (value >= 0x80) {
            bytes_ += static_cast<char>(value | 0x80);
            value >>= 7;
        }
        bytes_ += static_cast<char>(value);
    }
    void string(std::string_view text) {
        number(text.size());
        bytes_.append(text);
    }
    void fixed32(std::uint32_t value) { append_number(bytes_, value); }
    std::size_t size() const { return bytes_.size(); }
    const std::string& bytes() const& { return bytes_; }
    std::string bytes() && { return std::move(bytes_); }

private:
    std::string bytes_;
};

// Reading past the end, or a number without an end, makes the reader bad and yields zeros and empty
// views from then on: check ok() once, at the end.
class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : left_(bytes) {}

    std::uint64_t number() {
        if (!left_.empty() && static_cast<signed char>(left_.front()) >= 0) {  // most are small
            const auto byte = static_cast<unsigned char>(left_.front());
            left_.remove_prefix(1);
            return byte;
        }
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (left_.empty()) break;
            const auto byte = static_cast<unsigned char>(left_.front());
            left_.remove_prefix(1);
            value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
            if (byte < 0x80) return value;
        }
        spoil();
        return 0;
    }
    std::string_view string() { return bytes(number()); }
    std::string_view bytes(std::uint64_t size) {
        if (size > left_.size()) {
            spoil();
            return {};
        }
        const std::string_view text = left_.substr(0, size);
        left_.remove_prefix(size);
        return text;
    }
    std::uint32_t fixed32() {
        if (left_.size() < sizeof(std::uint32_t)) {
            spoil();
            return 0;
        }
        const auto value = number_at<std::uint32_t>(left_, 0);
        left_.remove_prefix(sizeof value);
        return value;
    }
    bool ok() const { return ok_; }
    bool at_end() const { return left_.empty(); }
    std::size_t left() const { return left_.size(); }

private:
    void spoil() {
        ok_ = false;
        left_ = {};
    }
    std::string_view left_;
    bool ok_ = true;
};

}  // namespace kb
