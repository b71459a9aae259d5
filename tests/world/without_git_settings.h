// While it lives no user's and no machine's settings of git are read: they may declare every folder safe.
#pragma once

#include <git2.h>

namespace kb::test {

struct WithoutGitSettings {
    WithoutGitSettings() {
        git_libgit2_init();
        search("/nonexistent");
    }
    ~WithoutGitSettings() {
        search(nullptr);
        git_libgit2_shutdown();
    }
    WithoutGitSettings(const WithoutGitSettings&) = delete;

private:
    static void search(const char* path) {
        for (const int level : {GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL})
            git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, path);
    }
};

}  // namespace kb::test
