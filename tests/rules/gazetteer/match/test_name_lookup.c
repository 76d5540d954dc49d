#include "rules/gazetteer/match/name_lookup.h"

#include "tests/support/check.h"
#include "tests/support/gazetteer_fixture.h"

static const struct {
    const char *a;
    const char *b;
    bool same;
} pairs[] = {
    {"Acme", "ACME", true},
    {"Acme Inc.", "acme inc", true},
    {"Acme\u00a0Inc", "Acme  Inc.", true},
    {"A & B", "A&B", true},
    {"Rolls-Royce", "Rolls\u2010Royce", true},
    {"J. Smith", "J.Smith", true},
    {"e\u0301t\u00e9", "\u00c9T\u00c9", true},
    {"Yahoo", "Yahoo!", false},
    {"Yahoo!", "yahoo!", true},
    {"Acme", "Acme Inc", false},
    {"Acme", "Acne", false},
    {"U.S.", "U.S", true},
    {"\u00e9", "e", false},
};

static const char list[] = "id\ttype\tname\taliases\tpolicy\tpriority\n"
                           "1\tOrg\tAcme\tACME\t\t\n"
                           "2\tOrg\tacme\t\tfree,word\t3\n"
                           "3\tOrg\tAcme\t\texact\t\n"
                           "4\tOrg\tYahoo!\tYahoo\t\t\n"
                           "5\tOrg\tAcme Bank Inc.\tipad\t\t\n";

// Names, and what an image knows: "spelling=id:case:flags:priority".
static const struct {
    const char *name;
    const char *want;
} rows[] = {
    {"AcMe", "ACME=1:0:0:0 Acme=1:0:0:0 Acme=3:1:0:0 acme=2:2:8:3"},
    {"yahoo", "Yahoo=4:0:0:0"},
    {"YAHOO!", "Yahoo!=4:0:0:0"},
    {"Acme  Bank INC", "Acme Bank Inc.=5:0:0:0"},
    {"iPad", "ipad=5:0:0:0"},
    {"Acme Bank", ""},
    {"Zzyzx", ""},
};

static int compare_texts(const void *left, const void *right)
{
    return strcmp(left, right);
}

static void print_entries(const struct gz_gazetteer *g,
                          const struct gz_name_entries *found,
                          struct gz_arena *arena, struct gz_buffer *out)
{
    char lines[16][80];
    CHECK(found->count <= 16);
    for (uint32_t i = 0; i < found->count; i++) {
        const struct gz_name_entry *e = &found->items[i];
        snprintf(lines[i], sizeof(lines[i]), "%.*s=%.*s:%d:%d:%d",
                 GZ_STR_ARG(e->name),
                 GZ_STR_ARG(test_id(g, e->reading.entity, arena)),
                 (int)e->name_case, e->reading.flags, e->reading.priority);
    }
    qsort(lines, found->count, sizeof(lines[0]), compare_texts);
    for (uint32_t i = 0; i < found->count; i++) {
        gz_buffer_append_fmt(out, "%s%s", i > 0 ? " " : "", lines[i]);
    }
}

static void run(const struct gz_gazetteer *g, const char *name,
                const char *want)
{
    struct gz_arena *arena = gz_arena_new(SIZE_MAX);
    struct gz_spelling s;
    enum gz_spelling_fault fault;
    struct gz_name_entries found;
    struct gz_buffer got;
    gz_buffer_init(&got, 0);
    CHECK_OK(gz_spelling_make(gz_str_z(name), arena, &s, &fault));
    CHECK_OK(gz_name_lookup(g, &s, arena, &found));
    print_entries(g, &found, arena, &got);
    CHECK_STR(gz_buffer_str(&got), want);
    gz_buffer_fini(&got);
    struct gz_arena *small = gz_arena_new(1);
    CHECK_EQ(gz_name_lookup(g, &s, small, &found),
             want[0] == '\0' ? GZ_OK : GZ_LIMIT);
    gz_arena_free(small);
    gz_arena_free(arena);
}

static void on_name(void *context, struct gz_str name)
{
    uint32_t *count = context;
    CHECK(name.len_bytes >= 4);
    ++*count;
}

int main(void)
{
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        const struct gz_str a = gz_str_z(pairs[i].a);
        const struct gz_str b = gz_str_z(pairs[i].b);
        CHECK_EQ(gz_name_lookup_same(a, b), pairs[i].same);
        CHECK_EQ(gz_name_lookup_same(b, a), pairs[i].same);
    }
    struct gz_gazetteer *g = test_gazetteer(list);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        run(g, rows[i].name, rows[i].want);
    }
    uint32_t count = 0;
    gz_name_lookup_all(g, on_name, &count);
    CHECK_EQ(count, gz_gazetteer_size(g).names);
    gz_gazetteer_close(g);
    return 0;
}
