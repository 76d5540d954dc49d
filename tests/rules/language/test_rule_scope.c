// What names of lists and macros mean in each pack of a set.

#include "rules/compile/program.h"
#include "tests/rules/language/pack_fixture.h"
#include "tests/support/alloc_fail.h"

static const char first[] = "gazetted: 1\n"
                            "facts:\n"
                            "  Fact: [who, how?]\n"
                            "lists:\n"
                            "  rank: [biggest]\n"
                            "  kept: [one]\n"
                            "macros:\n"
                            "  good: \"very $rank\"\n"
                            "  uses: \"%good so\"\n"
                            "rules:\n"
                            "- id: first.fact\n"
                            "  emit: Fact\n"
                            "  match: \"<who:Org> is %uses $rank\"\n";

static const char second[] =
    "gazetted: 1\n"
    "facts:\n"
    "  Fact: [who, how?]\n"
    "lists:\n"
    "  rank: [low]\n"
    "  kept: {append: [two]}\n"
    "macros:\n"
    "  good: \"rather $rank\"\n"
    "rules:\n"
    "- id: second.fact\n"
    "  emit: Fact\n"
    "  match: \"<who:Org> has %good $rank %uses\"\n"
    "override:\n"
    "  first.fact:\n"
    "    match: {append: [\"$rank <who:Org> %good\"]}\n"
    "    unless: $rank\n";

static const char third[] = "gazetted: 1\n"
                            "lists:\n"
                            "  rank: {append: [lowest]}\n"
                            "  kept: [three]\n"
                            "rules:\n"
                            "- id: third.fact\n"
                            "  emit: Fact\n"
                            "  match: \"<who:Org> $rank $kept %good\"\n";

static struct gz_rule_set *load(void)
{
    const char *folders[] = {"first", "second", "third"};
    struct gz_rule_set *set = NULL;
    struct gz_error err;
    gz_error_init(&err);
    const enum gz_status st = gz_rule_set_load(folders, 3, &set, &err);
    fputs(gz_error_text(&err), stderr);
    CHECK_OK(st);
    gz_error_fini(&err);
    return set;
}

// A pattern with its lists and macros written out, as "very (biggest)".
static void expand(const struct gz_rule_set *set, const struct gz_pattern *node,
                   struct gz_buffer *out)
{
    if (node->kind == GZ_PATTERN_LIST) {
        const struct gz_rule_list *list = gz_rule_set_list(set, node);
        CHECK(list != NULL);
        for (uint32_t i = 0; i < list->phrase_count; i++) {
            gz_buffer_append_z(out, i == 0 ? "(" : "|");
            gz_buffer_append_str(out, list->phrases[i]);
        }
        gz_buffer_append_z(out, ") ");
    } else if (node->kind == GZ_PATTERN_MACRO) {
        expand(set, gz_rule_set_macro(set, node)->pattern.root, out);
    } else if (node->first == NULL) {
        gz_buffer_append_str(out, node->text);
        gz_buffer_append_byte(out, ' ');
    }
    for (node = node->first; node != NULL; node = node->next) {
        expand(set, node, out);
    }
}

static void check_meaning(const struct gz_rule_set *set,
                          const struct gz_rule_pattern *pattern,
                          const char *want)
{
    struct gz_buffer out;
    gz_buffer_init(&out, 0);
    expand(set, pattern->root, &out);
    CHECK_STR(gz_buffer_str(&out), want);
    gz_buffer_fini(&out);
}

static void test_meanings(void)
{
    struct gz_rule_set *set = load();
    const struct gz_rule *r = set->rules;
    CHECK_EQ(set->fact_count, 1);
    check_meaning(set, &r[0].matches[0], "Org is very (biggest) so (biggest) ");
    check_meaning(set, &r[0].matches[1],
                  "(low|lowest) Org rather (low|lowest) ");
    check_meaning(set, &r[0].unless[0], "(low|lowest) ");
    check_meaning(set, &r[1].matches[0],
                  "Org has rather (low|lowest) (low|lowest) "
                  "very (biggest) so ");
    check_meaning(set, &r[2].matches[0],
                  "Org (low|lowest) (three) rather (low|lowest) ");
    const struct gz_pattern kept = {.text = GZ_STR_LIT("kept"), .pack = 1};
    CHECK_EQ(gz_rule_set_list(set, &kept)->phrase_count, 2);
    gz_rule_set_free(set);
}

static void test_program(void)
{
    struct gz_rule_set *set = load();
    struct gz_program *program = NULL;
    CHECK_OK(gz_program_build(set, &program, NULL));
    gz_program_free(program);
    gz_rule_set_free(set);
}

// The n-th allocation fails, for all n: that is said, and nothing is left.
static void test_no_memory(void)
{
    const char *folders[] = {"first", "second", "third"};
    enum gz_status st = GZ_NO_MEMORY;
    for (long n = 1; st != GZ_OK; n++) {
        struct gz_rule_set *set = NULL;
        struct gz_error err;
        gz_error_init(&err);
        gz_alloc_fail_at(n);
        st = gz_rule_set_load(folders, 3, &set, &err);
        const bool failed = gz_alloc_failed();
        gz_alloc_fail_at(0);
        CHECK_EQ(st == GZ_OK, set != NULL);
        CHECK(failed || st == GZ_OK);
        gz_rule_set_free(set);
        gz_error_fini(&err);
    }
}

// What each pack defines and sees, drawn at random, by its definition.
enum { PACKS = 6, NAMES = 4, CASES = 200 };

struct drawn {
    bool has[PACKS][NAMES];
};

static void draw(struct drawn *d, uint64_t *seed)
{
    for (int p = 0; p < PACKS; p++) {
        for (int n = 0; n < NAMES; n++) {
            *seed = *seed * 6364136223846793005U + 1442695040888963407U;
            d->has[p][n] = (*seed >> 40 & 3U) == 0;
        }
    }
}

// One of the mappings of names, with what all packs have in it.
static void write_names(const bool has[NAMES], int pack, const char *open,
                        const char *close, struct gz_buffer *out)
{
    gz_buffer_append_fmt(out, "  z: %sz%s\n", open, close);
    for (int n = 0; n < NAMES; n++) {
        if (has[n]) {
            gz_buffer_append_fmt(out, "  n%d: %sof%d%s\n", n, open, pack,
                                 close);
        }
    }
}

static void write_packs(const struct drawn *d, char folders[PACKS][8])
{
    for (int p = 0; p < PACKS; p++) {
        struct gz_buffer text;
        gz_buffer_init(&text, 0);
        gz_buffer_append_z(&text, "gazetted: 1\nlists:\n");
        write_names(d->has[p], p, "[", "]", &text);
        gz_buffer_append_z(&text, "macros:\n");
        write_names(d->has[p], p, "", "", &text);
        gz_buffer_append_byte(&text, '\0');
        snprintf(folders[p], 8, "p%d", p);
        pack_fixture_pack(folders[p], (const char *)text.data);
        gz_buffer_fini(&text);
    }
}

static void check_drawn(const struct drawn *d, const struct gz_rule_set *set,
                        int pack, int number)
{
    char name[8];
    char want[16];
    int sees = pack;
    while (sees >= 0 && !d->has[sees][number]) {
        sees--;
    }
    snprintf(name, sizeof(name), "n%d", number);
    snprintf(want, sizeof(want), "of%d", sees);
    const struct gz_pattern part = {.text = gz_str_z(name),
                                    .pack = (uint32_t)pack};
    const struct gz_rule_list *list = gz_rule_set_list(set, &part);
    const struct gz_rule_macro *macro = gz_rule_set_macro(set, &part);
    CHECK_EQ(list == NULL, sees < 0);
    CHECK_EQ(macro == NULL, sees < 0);
    if (sees >= 0) {
        CHECK_STR(list->phrases[0], want);
        CHECK_STR(macro->pattern.text, want);
    }
}

static void test_random(void)
{
    uint64_t seed = 20;
    for (int i = 0; i < CASES; i++) {
        struct drawn d;
        char names[PACKS][8];
        const char *folders[PACKS];
        struct gz_rule_set *set = NULL;
        draw(&d, &seed);
        write_packs(&d, names);
        for (int p = 0; p < PACKS; p++) {
            folders[p] = names[p];
        }
        CHECK_OK(gz_rule_set_load(folders, PACKS, &set, NULL));
        for (int p = 0; p < PACKS; p++) {
            for (int n = 0; n < NAMES; n++) {
                check_drawn(&d, set, p, n);
            }
        }
        gz_rule_set_free(set);
    }
}

int main(void)
{
    pack_fixture_enter();
    pack_fixture_pack("first", first);
    pack_fixture_pack("second", second);
    pack_fixture_pack("third", third);
    test_meanings();
    test_program();
    test_no_memory();
    test_random();
    pack_fixture_leave();
    return 0;
}
