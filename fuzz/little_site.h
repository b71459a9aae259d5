// A few articles, published in a folder that stays until the fuzzer ends.
#pragma once

#include <filesystem>
#include <memory>

#include "fuzz/require.h"
#include "kb/base/files.h"
#include "kb/index/generation_store.h"
#include "kb/index/index_writer.h"
#include "kb/index/snapshot.h"

class LittleSite {
public:
    LittleSite() {
        auto folder = kb::TemporaryDirectory::create("otvet-fuzz");
        require(folder.has_value(), "a folder is made");
        folder_.emplace(std::move(*folder));
        auto opened = kb::Dictionaries::open(OTVET_DICTIONARIES);
        require(opened.has_value(), "the dictionaries open");
        dictionaries = *opened;
        index = folder_->path() / "index";
        publish();
    }

    std::shared_ptr<const kb::Snapshot> snapshot() const {
        auto opened = kb::Snapshot::open(index, dictionaries);
        require(opened.has_value(), "the index opens");
        return *opened;
    }

    std::shared_ptr<const kb::Dictionaries> dictionaries;
    std::filesystem::path index;

private:
    static kb::Article an_article(const char* lang, const char* slug, const char* title, const char* text) {
        kb::Article article;
        article.lang = lang;
        article.slug = slug;
        article.title = title;
        article.path = article.lang + "/" + article.slug + ".md";
        article.sections = {{{}, {}, 0, text}};
        return article;
    }

    void publish() {
        const kb::GenerationStore store(index);
        const auto lock = store.lock();
        require(lock.has_value(), "the index is locked");
        auto pending = store.begin(*lock);
        require(pending.has_value(), "a generation begins");
        auto writer = kb::IndexWriter::create(pending->directory(), {dictionaries});
        require(writer.has_value(), "a writer is made");
        for (const kb::Article& article : {an_article("ru", "password", "Восстановить пароль", "Код придёт в СМС. Пароль не подходит, личный кабинет."),
                                           an_article("ru", "refund", "Возврат денег", "Деньги вернутся на карту. Чек по почте."),
                                           an_article("en", "password", "Reset the password", "We send a code. Sign in again."),
                                           an_article("en", "refund", "Refund", "The money comes back to the card, cancelled orders too.")})
            require(writer->put(article).has_value(), "an article is written");
        kb::GenerationInfo info;
        info.number = pending->number();
        info.site.languages = {"ru", "en"};
        info.synonyms = {{"ru", true, {"вернуть деньги", "манибэк"}}, {"en", false, {"money back", "refund"}}};
        require(writer->finish(info).has_value(), "the index is finished");
        require(store.publish(*lock, std::move(*pending)).has_value(), "the index is published");
    }

    std::optional<kb::TemporaryDirectory> folder_;
};
