// One SQLite file, as everything here keeps what people sent: durable once written, erased for good.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>
#include <type_traits>

#include <SQLiteCpp/SQLiteCpp.h>

#include "kb/base/error.h"

namespace kb {

// For one thread at a time.
class Database {
public:
    // What a commit outlives: this program's end, or that of the machine, too, for which it waits for the disk.
    enum class Outlives { program, machine };

    // Makes the file when it is missing, readable for its owner alone, and brings an older one up to date: `steps` are the SQL of
    // each version, never changed once released. Fails with index_foreign when a later program made it.
    static Result<Database> open(const std::filesystem::path& path, std::initializer_list<const char*> steps,
                                 Outlives commits = Outlives::machine);

    // The library's exceptions end here, as an Error that says what was being done.
    template <class Work>
    auto run(std::string_view doing, Work work) -> Result<std::invoke_result_t<Work, SQLite::Database&>> try {
        if constexpr (std::is_void_v<std::invoke_result_t<Work, SQLite::Database&>>) {
            work(*connection_);
            return {};
        } else {
            return work(*connection_);
        }
    } catch (const SQLite::Exception& exception) {
        return fail(to_error(doing, exception));
    }

    // The same as one transaction: all of it, or nothing.
    template <class Work>
    auto change(std::string_view doing, Work work) {
        return run(doing, [&](SQLite::Database& connection) {
            SQLite::Transaction transaction(connection, SQLite::TransactionBehavior::IMMEDIATE);
            if constexpr (std::is_void_v<std::invoke_result_t<Work, SQLite::Database&>>) {
                work(connection);
                transaction.commit();
            } else {
                auto result = work(connection);
                transaction.commit();
                return result;
            }
        });
    }

    // Differs from before when another connection, such as another program's, has changed something.
    Result<int> version_of_others();
    // Takes what was erased out of the log of changes, too; false when somebody is reading there now.
    Result<bool> forget_erased();

private:
    Database(std::filesystem::path path, std::unique_ptr<SQLite::Database> connection)
        : path_(std::move(path)), connection_(std::move(connection)) {}
    Error to_error(std::string_view doing, const SQLite::Exception& exception) const;

    std::filesystem::path path_;
    std::unique_ptr<SQLite::Database> connection_;
};

}  // namespace kb
