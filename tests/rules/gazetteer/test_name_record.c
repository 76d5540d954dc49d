#include "rules/gazetteer/name_record.h"

#include "daemon/base/arena.h"
#include "tests/support/check.h"

static const struct {
    const char *spelling;
    uint32_t tokens;
    enum gz_name_case name_case;
    const char *text;
    bool want;
} match_rows[] = {
    {"Acme Corp", 2, GZ_NAME_EXACT, "Acme Corp", true},
    {"Acme Corp", 2, GZ_NAME_EXACT, "Acme\t Corp", true},
    {"Acme Corp", 2, GZ_NAME_EXACT, "ACME CORP", false},
    {"Acme Corp", 2, GZ_NAME_EXACT, "Acme Corps", false},
    {"Acme Corp", 2, GZ_NAME_SMART, "ACME CORP", true},
    {"Acme Corp", 2, GZ_NAME_SMART, "ACME Corp", false},
    {"Acme Corp", 2, GZ_NAME_SMART, "acme corp", false},
    {"Acme Corp", 2, GZ_NAME_FREE, "aCME corp", true},
    {"Plan T", 2, GZ_NAME_SMART, "PLAN T", true},
    {"Vitamin b", 2, GZ_NAME_SMART, "VITAMIN b", false},
    {"Room 3m", 2, GZ_NAME_SMART, "ROOM 3M", true},
    {"Acme's", 2, GZ_NAME_EXACT, "Acme\u2019s", true},
    {"Acme's", 2, GZ_NAME_SMART, "ACME'S", true},
    {"A-B", 3, GZ_NAME_EXACT, "A\u2013B", true},
    {"A-B", 3, GZ_NAME_EXACT, "A - B", false},
    {"A B", 2, GZ_NAME_EXACT, "A-B", false},
    {"A&B", 3, GZ_NAME_EXACT, "A & B", true},
    {"\u00c9tat", 1, GZ_NAME_SMART, "\u00c9TAT", true},
    {"\u00c9tat", 1, GZ_NAME_FREE, "\u00e9tat", true},
    {"\u00c9tat", 1, GZ_NAME_FREE, "Etat", false},
    {"Acme Corp", 2, GZ_NAME_EXACT, "Ac\u00adme\u200e Corp\u200f", true},
    {"Acme Corp", 2, GZ_NAME_SMART, "AC\u00adME CORP\ufe0f", true},
    {"Acme", 1, GZ_NAME_EXACT, "Acmex\u00ad", false},
    {"Acm", 1, GZ_NAME_FREE, "Acme", false},
    {"Acmes", 1, GZ_NAME_FREE, "Acme", false},
};

static void check_matches(void)
{
    struct gz_arena *arena = gz_arena_new(1 << 20);
    for (size_t i = 0; i < sizeof(match_rows) / sizeof(match_rows[0]); i++) {
        const struct gz_str text = gz_str_z(match_rows[i].text);
        const struct gz_name_record r = {
            .spelling = gz_str_z(match_rows[i].spelling),
            .token_count = match_rows[i].tokens,
            .name_case = match_rows[i].name_case,
        };
        struct gz_tokens tokens;
        CHECK_OK(gz_tokens_split(text, arena, &tokens));
        if (tokens.count < r.token_count) {
            CHECK(!match_rows[i].want);
            continue;
        }
        if (gz_name_record_matches(&r, text, tokens.items) !=
            match_rows[i].want) {
            fprintf(stderr, "%s / %s\n", match_rows[i].spelling,
                    match_rows[i].text);
        }
        CHECK_EQ(gz_name_record_matches(&r, text, tokens.items),
                 match_rows[i].want);
    }
    gz_arena_free(arena);
}

// A names section with one record and an image that has two entities.
struct section {
    uint32_t head;
    struct gz_reading readings[2];
    char text[8];
};

static bool read_back(const struct section *s, uint64_t bytes, uint64_t offset,
                      struct gz_name_record *out)
{
    const struct gz_image_header header = {.entity_count = 2};
    const struct gz_image image = {
        .header = &header, .names = (const void *)s, .names_bytes = bytes};
    return gz_name_record_read(&image, offset, out);
}

static void check_reading(void)
{
    const struct gz_name_record want = {
        .spelling = GZ_STR_LIT("Acme"),
        .reading_count = 2,
        .token_count = 24,
        .name_case = GZ_NAME_FREE,
        .final_dot = true,
        .last = true,
    };
    struct section s = {
        .head = gz_name_record_head(&want),
        .readings = {{1, -5, GZ_HOW_ALIAS, GZ_NAME_STOP}, {0, 0, 0, 0}},
        .text = "Acme",
    };
    struct gz_name_record got;
    CHECK(read_back(&s, 24, 0, &got));
    CHECK_STR(got.spelling, "Acme");
    CHECK_EQ(got.reading_count, 2);
    CHECK_EQ(got.readings[0].entity, 1);
    CHECK_EQ(got.readings[0].priority, -5);
    CHECK_EQ(got.token_count, 24);
    CHECK_EQ(got.name_case, GZ_NAME_FREE);
    CHECK(got.final_dot && got.last);
    CHECK_EQ(got.next, 24);

    CHECK(!read_back(&s, 23, 0, &got));
    CHECK(!read_back(&s, 3, 0, &got));
    CHECK(!read_back(&s, 24, 24, &got));
    CHECK(!read_back(&s, 24, UINT32_MAX * 4ULL, &got));
    s.readings[1].entity = 2;
    CHECK(!read_back(&s, 24, 0, &got));
    s.readings[1].entity = 0;
    s.readings[1].how = GZ_HOW_COUNT;
    CHECK(!read_back(&s, 24, 0, &got));
    s.head = 4;
    CHECK(!read_back(&s, 24, 0, &got));
}

int main(void)
{
    check_matches();
    check_reading();
    return 0;
}
