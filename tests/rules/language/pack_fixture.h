#ifndef GZ_TEST_PACK_FIXTURE_H
#define GZ_TEST_PACK_FIXTURE_H

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rules/language/rule_set.h"
#include "tests/support/check.h"

/*
 * Packs as a test writes them: in a folder of its own, which is the working
 * directory from then on.
 */
static inline void pack_fixture_enter(void)
{
    char folder[] = "/tmp/gazetted-rules-XXXXXX";
    CHECK(mkdtemp(folder) != NULL);
    CHECK_EQ(chdir(folder), 0);
}

static inline int pack_fixture_remove(const char *path, const struct stat *st,
                                      int type, struct FTW *at)
{
    (void)st;
    (void)type;
    (void)at;
    return remove(path);
}

/** Remove what a test wrote, and its folder; the last that it does. */
static inline void pack_fixture_leave(void)
{
    char folder[512];
    CHECK(getcwd(folder, sizeof(folder)) != NULL);
    CHECK_EQ(chdir("/"), 0);
    CHECK_EQ(nftw(folder, pack_fixture_remove, 16, FTW_DEPTH | FTW_PHYS), 0);
}

/** One file, in a folder that is made if need be. */
static inline void pack_fixture_write(const char *folder, const char *name,
                                      const char *text)
{
    char path[512];
    (void)mkdir(folder, 0700);
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *out = fopen(path, "w");
    CHECK(out != NULL);
    CHECK(fputs(text, out) >= 0);
    CHECK_EQ(fclose(out), 0);
}

/** A pack with one file of rules. */
static inline void pack_fixture_pack(const char *folder, const char *rules)
{
    pack_fixture_write(folder, "pack.yaml", "gazetted: 1\nname: test\n");
    pack_fixture_write(folder, "rules.yaml", rules);
}

/** The set of one or two packs, which must be good. */
static inline struct gz_rule_set *pack_fixture_load(const char *first,
                                                    const char *second)
{
    const char *folders[] = {first, second};
    struct gz_rule_set *set = NULL;
    struct gz_error err;
    gz_error_init(&err);
    const enum gz_status st =
        gz_rule_set_load(folders, second == NULL ? 1 : 2, &set, &err);
    if (st != GZ_OK) {
        fprintf(stderr, "%s", gz_error_text(&err));
    }
    CHECK_OK(st);
    gz_error_fini(&err);
    return set;
}

#endif
