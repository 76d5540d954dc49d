// Lists and images together: loaded, named by their contents, and searched.

#include "rules/ruleset.h"

#include <unistd.h>

#include "rules/extractor.h"
#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"
#include "tests/support/gazetteer_fixture.h"

#define HEADER "id\ttype\tname\n"

enum { PATH_BYTES = 64 };

struct lab {
    char folder[32];
    char acme[PATH_BYTES];   // a list
    char paris[PATH_BYTES];  // a list
    char bad[PATH_BYTES];    // a list with a mistake
    char image[PATH_BYTES];
    struct gz_error err;
};

static void write_file(const struct lab *lab, const char *name,
                       struct gz_str content, char path[PATH_BYTES])
{
    snprintf(path, PATH_BYTES, "%s/%s", lab->folder, name);
    FILE *out = fopen(path, "wb");
    CHECK(out != NULL);
    CHECK_EQ(fwrite(content.ptr, 1, content.len_bytes, out), content.len_bytes);
    CHECK_EQ(fclose(out), 0);
}

static void open_lab(struct lab *lab)
{
    struct gz_buffer image;
    struct gz_compile_report report;
    *lab = (struct lab){.folder = "/tmp/ruleset-XXXXXX"};
    CHECK(mkdtemp(lab->folder) != NULL);
    gz_error_init(&lab->err);
    gz_buffer_init(&image, 0);
    CHECK_OK(test_compile(GZ_STR_LIT(HEADER "globex\tOrg\tGlobex\n"), &image,
                          &report, &lab->err));
    write_file(lab, "globex.gzt", gz_buffer_str(&image), lab->image);
    gz_buffer_fini(&image);
    write_file(lab, "acme.tsv", GZ_STR_LIT(HEADER "acme\tOrg\tAcme\n"),
               lab->acme);
    write_file(lab, "paris.tsv",
               GZ_STR_LIT(HEADER "p\tPlace\tParis\nq\tPlace\tRome\n"),
               lab->paris);
    write_file(lab, "bad.tsv", GZ_STR_LIT(HEADER "x\tNothing\tX\n"), lab->bad);
}

static void close_lab(struct lab *lab)
{
    CHECK_EQ(unlink(lab->acme), 0);
    CHECK_EQ(unlink(lab->paris), 0);
    CHECK_EQ(unlink(lab->bad), 0);
    CHECK_EQ(unlink(lab->image), 0);
    CHECK_EQ(rmdir(lab->folder), 0);
    gz_error_fini(&lab->err);
}

// The hash of a rule set of some paths, and how many entities it has.
static void describe(struct lab *lab, const char *const *paths, size_t count,
                     char hash[GZ_RULESET_HEX + 1], uint32_t *entities)
{
    struct gz_ruleset *rules = NULL;
    CHECK_OK(gz_ruleset_load(paths, count, &rules, &lab->err));
    snprintf(hash, GZ_RULESET_HEX + 1, "%s", gz_ruleset_hash(rules));
    *entities = gz_ruleset_size(rules).entities;
    gz_ruleset_unref(rules);
}

static void check_hashes(struct lab *lab)
{
    const char *const sets[][3] = {
        {lab->acme, lab->paris, lab->image},
        {lab->acme, lab->image, lab->paris},
        {lab->image, lab->acme, lab->paris},
        {lab->paris, lab->acme, lab->image},
    };
    char hashes[4][GZ_RULESET_HEX + 1];
    char fewer[GZ_RULESET_HEX + 1];
    uint32_t entities = 0;
    for (size_t i = 0; i < 4; i++) {
        describe(lab, sets[i], 3, hashes[i], &entities);
        CHECK_EQ(strlen(hashes[i]), GZ_RULESET_HEX);
        CHECK_EQ(entities, 4);
    }
    // Lists come together only where no image is between them: what they remove
    // goes from what stands before them.
    for (size_t i = 0; i < 4; i++) {
        for (size_t k = 0; k < i; k++) {
            CHECK(strcmp(hashes[i], hashes[k]) != 0);
        }
    }
    describe(lab, sets[0], 2, fewer, &entities);
    CHECK_EQ(entities, 3);
    CHECK(strcmp(fewer, hashes[0]) != 0);
    describe(lab, NULL, 0, fewer, &entities);
    CHECK_EQ(entities, 0);
}

static enum gz_status extract(struct gz_ruleset *rules,
                              const struct gz_document *doc,
                              bool without_values, struct gz_arena *arena,
                              struct gz_findings *out)
{
    const struct gz_extract_options options = {
        .reference_ms = GZ_VALUES_NO_TIME,
        .without_values = without_values,
    };
    struct gz_extractor *x = gz_extractor_new(rules);
    CHECK(x != NULL);
    const enum gz_status st = gz_extractor_run(x, doc, &options, arena, out);
    gz_extractor_free(x);
    return st;
}

static void check_extract(struct lab *lab)
{
    const char *const paths[] = {lab->acme, lab->image};
    struct gz_arena *arena = gz_arena_new(1 << 20);
    struct gz_ruleset *rules = NULL;
    struct gz_document *doc = NULL;
    struct gz_findings found;
    CHECK_OK(gz_ruleset_load(paths, 2, &rules, &lab->err));
    CHECK(gz_ruleset_ref(rules) == rules);
    gz_ruleset_unref(rules);
    CHECK_OK(gz_document_new(GZ_STR_LIT("Globex"),
                             GZ_STR_LIT("Acme and Paris met Globex for $5."),
                             GZ_STR_LIT("en"), arena, &doc));
    CHECK_OK(extract(rules, doc, true, arena, &found));
    CHECK_EQ(found.mention_count, 3);
    CHECK_EQ(found.values[GZ_FIELD_BODY].count, 0);
    CHECK_OK(extract(rules, doc, false, arena, &found));
    CHECK_EQ(found.mention_count, 3);
    CHECK_EQ(found.values[GZ_FIELD_BODY].count, 1);
    CHECK_EQ(found.entity_count, 2);
    CHECK_STR(found.entities[0].entry.id, "list:globex");
    CHECK_STR(found.entities[1].entry.id, "acme:acme");
    struct gz_arena *small = gz_arena_new(8);
    CHECK_EQ(extract(rules, doc, false, small, &found), GZ_LIMIT);
    gz_arena_free(small);
    gz_ruleset_unref(rules);
    gz_arena_free(arena);
}

// A list of changes behind an image; a damaged image of changes.
static void check_changes(struct lab *lab)
{
    char changes[PATH_BYTES];
    write_file(lab, "changes.tsv",
               GZ_STR_LIT("id\ttype\tname\tpolicy\n"
                          "list:globex\t\tGlobex\tremove\n"
                          "initech\tOrg\tInitech\t\n"),
               changes);
    const char *const paths[] = {lab->image, changes};
    struct gz_arena *arena = gz_arena_new(1 << 20);
    struct gz_ruleset *rules = NULL;
    struct gz_document *doc = NULL;
    struct gz_findings found;
    CHECK_OK(gz_ruleset_load(paths, 2, &rules, &lab->err));
    CHECK_OK(gz_document_new(GZ_STR_LIT("Globex"),
                             GZ_STR_LIT("Initech met Globex."),
                             GZ_STR_LIT("en"), arena, &doc));
    CHECK_OK(extract(rules, doc, false, arena, &found));
    CHECK_EQ(found.entity_count, 1);
    CHECK_STR(found.entities[0].entry.id, "changes:initech");
    gz_ruleset_unref(rules);
    CHECK_EQ(unlink(changes), 0);
    gz_arena_free(arena);
}

static void check_damaged_changes(struct lab *lab)
{
    char delta[PATH_BYTES];
    struct gz_error err;
    struct gz_ruleset *rules = NULL;
    write_file(lab, "delta.gzt", GZ_STR_LIT("GZNAMES\n"), delta);
    const char *const paths[] = {lab->image, delta};
    gz_error_init(&err);
    CHECK_EQ(gz_ruleset_load(paths, 2, &rules, &err), GZ_INVALID);
    CHECK(rules == NULL);
    CHECK(strstr(gz_error_text(&err),
                 "delta.gzt: the name image is damaged: it is shorter than "
                 "its header; make it again with \"gazetted compile\"\n") !=
          NULL);
    gz_error_fini(&err);
    CHECK_EQ(unlink(delta), 0);
}

// Every mistake of every path is reported, and nothing is kept.
static void check_mistakes(struct lab *lab)
{
    char missing[PATH_BYTES + 8];
    snprintf(missing, sizeof(missing), "%s.gzt", lab->folder);
    const char *const paths[] = {lab->bad, lab->acme, missing};
    struct gz_ruleset *rules = NULL;
    struct gz_error err;
    gz_error_init(&err);
    CHECK(gz_ruleset_load(paths, 3, &rules, &err) != GZ_OK);
    CHECK(rules == NULL);
    CHECK_EQ(err.count, 2);
    gz_error_fini(&err);
    gz_ruleset_unref(NULL);
}

// Fails on the n-th allocation for every n until none is left to fail.
static void check_allocations(struct lab *lab)
{
    const char *const paths[] = {lab->acme, lab->image};
    bool done = false;
    for (long n = 1; !done; n++) {
        struct gz_ruleset *rules = NULL;
        struct gz_error err;
        gz_error_init(&err);
        gz_alloc_fail_at(n);
        const enum gz_status st = gz_ruleset_load(paths, 2, &rules, &err);
        done = !gz_alloc_failed();
        gz_alloc_fail_at(0);
        CHECK_EQ(st == GZ_OK, rules != NULL);
        CHECK(!done || st == GZ_OK);
        gz_ruleset_unref(rules);
        gz_error_fini(&err);
    }
}

int main(void)
{
    struct lab lab;
    open_lab(&lab);
    check_hashes(&lab);
    check_extract(&lab);
    check_changes(&lab);
    check_damaged_changes(&lab);
    check_mistakes(&lab);
    check_allocations(&lab);
    close_lab(&lab);
    return 0;
}
