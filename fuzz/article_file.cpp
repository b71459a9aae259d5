// Any bytes as articles.dat: refused, or every record lies in the file and the file can be written on.
#include <fstream>

#include <unistd.h>

#include "fuzz/require.h"
#include "kb/index/article_file.h"
#include "kb/index/article_record.h"

namespace {

const std::filesystem::path& scratch_file() {
    static const std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("otvet-fuzz-" + std::to_string(::getpid()));
    return path;
}

void write_on() {
    auto writer = kb::ArticleFileWriter::update(scratch_file());
    require(writer.has_value(), "what opens can be written on");
    require(writer->put(1, "new").has_value() && writer->finish().has_value(), "a record can be added");
    const auto again = kb::ArticleFile::open(scratch_file());
    require(again && again->record(1) == "new", "the added record is there");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::ofstream(scratch_file(), std::ios::binary | std::ios::trunc) << text_of(data, size);
    {
        const auto file = kb::ArticleFile::open(scratch_file());
        if (!file) return 0;
        std::size_t used = 0;
        for (kb::DocumentNumber i = 0; i < file->size(); ++i) {
            used += file->record(i).size();
            if (!file->record(i).empty()) kb::decode_header(file->record(i));
        }
        require(used == file->used_bytes(), "used bytes are those of the records");
        require(file->record(file->size()).empty(), "there is nothing behind the last number");
    }
    write_on();
    return 0;
}
