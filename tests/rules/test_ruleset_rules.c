// Packs with rules in a rule set: named by their contents, all mistakes told,
// with and without the cast, other rules over the same names.

#include "rules/ruleset.h"

#include <unistd.h>

#include "rules/extractor.h"
#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

static const char pack[] = "gazetted: 1\nname: x\nversion: 1.0.0\n"
                           "language: en\nnamespace: x\n";
static const char names[] = "id\ttype\tname\nacme\tOrg\tAcme\n";
static const char wrong_names[] = "id\ttype\tname\nacme\tNoType\tAcme\n";
static const char rules[] = "gazetted: 1\n"
                            "cast: {Person: [Jane Roe]}\n"
                            "rules:\n"
                            "- id: x.shop\n"
                            "  mention: Org\n"
                            "  match: 'name:($Capitalized Shop)'\n";
static const char other_rules[] = "gazetted: 1\n"
                                  "rules:\n"
                                  "- id: x.shop\n"
                                  "  mention: Org\n"
                                  "  match: 'name:($Capitalized Store)'\n";
static const char wrong_rules[] = "gazetted: 1\n"
                                  "rules:\n"
                                  "- id: x.shop\n"
                                  "  mention: Nothing\n"
                                  "  match: '$nolist'\n";

struct lab {
    char folder[32];
    struct gz_error err;
};

static void write_file(const struct lab *lab, const char *name,
                       const char *text)
{
    char path[64];
    snprintf(path, sizeof(path), "%s/%s", lab->folder, name);
    FILE *out = fopen(path, "wb");
    CHECK(out != NULL);
    CHECK(fputs(text, out) >= 0);
    CHECK_EQ(fclose(out), 0);
}

static void remove_file(const struct lab *lab, const char *name)
{
    char path[64];
    snprintf(path, sizeof(path), "%s/%s", lab->folder, name);
    CHECK_EQ(unlink(path), 0);
}

static enum gz_status load(struct lab *lab, const char *list, const char *text,
                           bool cast, struct gz_ruleset **out)
{
    const char *const paths[] = {lab->folder};
    write_file(lab, "names.tsv", list);
    write_file(lab, "rules.yaml", text);
    gz_error_clear(&lab->err);
    return cast ? gz_ruleset_load_cast(paths, 1, out, &lab->err)
                : gz_ruleset_load(paths, 1, out, &lab->err);
}

// The ids of what is found in a text, a blank between.
static void find(struct gz_ruleset *set, const char *text, const char *want)
{
    const struct gz_extract_options options = {.reference_ms =
                                                   GZ_VALUES_NO_TIME};
    struct gz_arena *arena = gz_arena_new(1 << 20);
    struct gz_extractor *x = gz_extractor_new(set);
    struct gz_document *doc = NULL;
    struct gz_findings found;
    struct gz_buffer got;
    gz_buffer_init(&got, 0);
    CHECK(x != NULL && arena != NULL);
    CHECK_OK(gz_document_new(GZ_STR_LIT(""), gz_str_z(text), GZ_STR_LIT("en"),
                             arena, &doc));
    CHECK_OK(gz_extractor_run(x, doc, &options, arena, &found));
    for (uint32_t i = 0; i < found.entity_count; i++) {
        gz_buffer_append_z(&got, i == 0 ? "" : " ");
        gz_buffer_append_str(&got, found.entities[i].entry.id);
    }
    CHECK_STR(gz_buffer_str(&got), want);
    gz_buffer_fini(&got);
    gz_extractor_free(x);
    gz_arena_free(arena);
}

static const char text[] =
    "So Acme met Jane Roe at Zorblax Shop, not at Quuxley Store.";

static void check_contents(struct lab *lab)
{
    struct gz_ruleset *sets[3] = {NULL, NULL, NULL};
    CHECK_OK(load(lab, names, rules, false, &sets[0]));
    CHECK_OK(load(lab, names, other_rules, false, &sets[1]));
    CHECK_OK(load(lab, names, rules, false, &sets[2]));
    CHECK(strcmp(gz_ruleset_hash(sets[0]), gz_ruleset_hash(sets[1])) != 0);
    CHECK_Z(gz_ruleset_hash(sets[0]), gz_ruleset_hash(sets[2]));
    CHECK(gz_ruleset_rules(sets[0]) != NULL);
    CHECK(gz_ruleset_program(sets[0]) != NULL);
    CHECK(gz_ruleset_countries(sets[0]) == NULL);
    find(sets[0], text, "x:acme name:ORG/zorblax shop");
    find(sets[1], text, "x:acme name:ORG/quuxley store");
    for (int i = 0; i < 3; i++) {
        gz_ruleset_unref(sets[i]);
    }
}

static void check_cast(struct lab *lab)
{
    struct gz_ruleset *base = NULL;
    struct gz_ruleset *donor = NULL;
    struct gz_ruleset *derived = NULL;
    CHECK_OK(load(lab, names, rules, true, &base));
    find(base, text, "x:acme cast:jane-roe name:ORG/zorblax shop");
    CHECK_OK(load(lab, names, other_rules, false, &donor));
    CHECK_OK(
        gz_ruleset_derive(base, gz_ruleset_rules(donor), &derived, &lab->err));
    gz_ruleset_unref(base);  // what is derived holds on to it
    find(derived, text, "x:acme cast:jane-roe name:ORG/quuxley store");
    gz_ruleset_unref(derived);
    gz_ruleset_unref(donor);
}

static void check_mistakes(struct lab *lab)
{
    struct gz_ruleset *set = NULL;
    CHECK_EQ(load(lab, wrong_names, wrong_rules, false, &set), GZ_INVALID);
    CHECK(set == NULL);
    CHECK(strstr(gz_error_text(&lab->err), "names.tsv:2:") != NULL);
    CHECK(strstr(gz_error_text(&lab->err), "rules.yaml:4:") != NULL);
    CHECK(strstr(gz_error_text(&lab->err), "rules.yaml:5:") != NULL);
    CHECK_EQ(load(lab, names, wrong_rules, false, &set), GZ_INVALID);
    CHECK_EQ(load(lab, wrong_names, rules, false, &set), GZ_INVALID);
}

static void check_memory(struct lab *lab)
{
    for (long n = 1;; n += 1 + n / 16) {
        struct gz_ruleset *set = NULL;
        struct gz_extractor *x = NULL;
        gz_alloc_fail_at(n);
        const enum gz_status st = load(lab, names, rules, true, &set);
        if (st == GZ_OK) {
            x = gz_extractor_new(set);
        }
        const bool failed = gz_alloc_failed();
        gz_alloc_fail_at(0);
        CHECK(st == GZ_OK || set == NULL);
        CHECK(failed || x != NULL);
        gz_extractor_free(x);
        gz_ruleset_unref(set);
        if (!failed) {
            return;
        }
    }
}

int main(void)
{
    struct lab lab = {.folder = "/tmp/ruleset-XXXXXX"};
    CHECK(mkdtemp(lab.folder) != NULL);
    gz_error_init(&lab.err);
    write_file(&lab, "pack.yaml", pack);
    check_contents(&lab);
    check_cast(&lab);
    check_mistakes(&lab);
    check_memory(&lab);
    remove_file(&lab, "pack.yaml");
    remove_file(&lab, "names.tsv");
    remove_file(&lab, "rules.yaml");
    CHECK_EQ(rmdir(lab.folder), 0);
    gz_error_fini(&lab.err);
    return 0;
}
