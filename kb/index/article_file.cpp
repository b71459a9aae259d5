#include "kb/index/article_file.h"

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

#include "kb/base/bytes.h"

namespace kb {

namespace {

constexpr std::string_view magic = "OTVETART";
constexpr std::uint64_t format_version = 1;
constexpr std::size_t header_size = 32;
constexpr std::size_t entry_size = 16;
constexpr std::size_t buffer_size = 1 << 20;

}  // namespace

Result<ArticleFile> ArticleFile::open(const std::filesystem::path& path) {
    auto file = MappedFile::open(path);
    if (!file) return fail(file.error());
    const auto damaged = [&path](std::string what) {
        return fail(ErrorCode::index_damaged, std::move(what), "run kb-indexer build --rebuild", {path.string()});
    };
    const std::string_view bytes = file->bytes();
    if (bytes.size() < header_size || !bytes.starts_with(magic)) return damaged("not a file of articles");
    if (number_at<std::uint64_t>(bytes, 8) != format_version)
        return damaged(fmt::format("format version {} instead of {}", number_at<std::uint64_t>(bytes, 8), format_version));
    const std::uint64_t table = number_at<std::uint64_t>(bytes, 16);
    const std::uint64_t entries = number_at<std::uint64_t>(bytes, 24);
    if (table < header_size || table > bytes.size() || entries != (bytes.size() - table) / entry_size ||
        (bytes.size() - table) % entry_size != 0)
        return damaged("the file of articles is cut short");
    ArticleFile articles;
    articles.table_ = bytes.substr(table);
    articles.entries_ = entries;
    for (std::uint64_t i = 0; i < entries; ++i) {
        const std::uint64_t begin = number_at<std::uint64_t>(articles.table_, i * entry_size);
        const std::uint64_t size = number_at<std::uint64_t>(articles.table_, i * entry_size + 8);
        if (begin > table || size > table - begin) return damaged("the table of articles is damaged");
    }
    articles.file_ = std::move(*file);
    return articles;
}

std::string_view ArticleFile::record(DocumentNumber number) const {
    if (number >= entries_) return {};
    return file_.bytes().substr(number_at<std::uint64_t>(table_, number * entry_size), number_at<std::uint64_t>(table_, number * entry_size + 8));
}

std::size_t ArticleFile::used_bytes() const {
    std::size_t used = 0;
    for (std::uint64_t i = 0; i < entries_; ++i) used += number_at<std::uint64_t>(table_, i * entry_size + 8);
    return used;
}

Result<ArticleFileWriter> ArticleFileWriter::create(const std::filesystem::path& path) {
    FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (!file) return fail(system_error("write", path.string(), errno));
    ArticleFileWriter writer(path, std::move(file));
    std::string header(magic);
    header.resize(header_size, '\0');
    if (auto written = writer.append(header); !written) return fail(written.error());
    return writer;
}

Result<ArticleFileWriter> ArticleFileWriter::update(const std::filesystem::path& path) {
    auto old = ArticleFile::open(path);
    if (!old) return fail(old.error());
    FileDescriptor file(::open(path.c_str(), O_RDWR | O_CLOEXEC));
    if (!file) return fail(system_error("write", path.string(), errno));
    ArticleFileWriter writer(path, std::move(file));
    auto mapped = MappedFile::open(path);
    if (!mapped) return fail(mapped.error());
    const std::string_view bytes = mapped->bytes();
    const std::uint64_t table = number_at<std::uint64_t>(bytes, 16);
    for (DocumentNumber i = 0; i < old->size(); ++i)
        writer.table_.push_back({number_at<std::uint64_t>(bytes, table + i * entry_size), number_at<std::uint64_t>(bytes, table + i * entry_size + 8)});
    writer.end_ = table;  // new records overwrite the old table
    if (::lseek(writer.file_.get(), static_cast<off_t>(table), SEEK_SET) < 0)
        return fail(system_error("write", path.string(), errno));
    return writer;
}

Result<void> ArticleFileWriter::append(std::string_view bytes) {
    buffer_.append(bytes);
    end_ += bytes.size();
    return buffer_.size() < buffer_size ? Result<void>() : flush();
}

Result<void> ArticleFileWriter::flush() {
    std::string_view left = buffer_;
    while (!left.empty()) {
        const ssize_t n = ::write(file_.get(), left.data(), left.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return fail(system_error("write", path_.string(), errno));
        left.remove_prefix(static_cast<std::size_t>(n));
    }
    buffer_.clear();
    return {};
}

Result<void> ArticleFileWriter::put(DocumentNumber number, std::string_view record) {
    if (table_.size() <= number) table_.resize(number + std::size_t{1});
    table_[number] = {end_, record.size()};
    return append(record);
}

void ArticleFileWriter::remove(DocumentNumber number) {
    if (number < table_.size()) table_[number] = {};
}

Result<void> ArticleFileWriter::finish() {
    const std::uint64_t table_begin = end_;
    std::string tail;
    for (const Entry& entry : table_) {
        append_number<std::uint64_t>(tail, entry.begin);
        append_number<std::uint64_t>(tail, entry.size);
    }
    if (auto written = append(tail); !written) return written;
    if (auto written = flush(); !written) return written;
    std::string header(magic);
    append_number<std::uint64_t>(header, format_version);
    append_number<std::uint64_t>(header, table_begin);
    append_number<std::uint64_t>(header, table_.size());
    const bool ok = ::ftruncate(file_.get(), static_cast<off_t>(end_)) == 0 &&
                    ::pwrite(file_.get(), header.data(), header.size(), 0) == static_cast<ssize_t>(header.size()) &&
                    ::fsync(file_.get()) == 0;
    if (!ok) return fail(system_error("write", path_.string(), errno));
    return {};
}

}  // namespace kb
