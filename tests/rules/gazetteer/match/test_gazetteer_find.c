#include "rules/gazetteer/gazetteer.h"

#include "daemon/base/arena.h"
#include "tests/support/check.h"
#include "tests/support/gazetteer_fixture.h"

// One list for most rows: ids are short, so that expectations are too.
static const char list[] = "id\ttype\tname\taliases\thow\tpolicy\tpriority\n"
                           "paris\tPlace/City\tParis\t\t\t\t5\n"
                           "texas\tPlace/City\tParis\t\t\t\t1\n"
                           "hilton\tPerson\tParis Hilton\t\t\t\t\n"
                           "nyt\tOrg/Media\tNew York Times\t\t\t\t\n"
                           "ny\tPlace/City\tNew York\t\t\t\t\n"
                           "times\tOrg/Media\tTimes\t\t\tcontext\t\n"
                           "us\tPlace/Country\tUnited States\tU.S.\t\t\t\n"
                           "rr\tOrg/Company\tRolls-Royce\t\t\t\t\n"
                           "att\tOrg/Company\tAT&T\t\t\t\t\n"
                           "jj\tOrg/Company\tJohnson & Johnson\t\t\t\t\n"
                           "mcd\tOrg/Company\tMcDonald's\t\t\t\t\n"
                           "lloyds\tOrg/Company\tLloyd’s of London\t\t\t\t\n"
                           "apple\tOrg/Company\tApple Inc.\t\t\t\t\n"
                           "fruit\tOrg/Company\tApple\t\t\tcontext\t\n"
                           "music\tEvent\tApple Music Festival\t\t\tcontext\t\n"
                           "yahoo\tOrg/Company\tYahoo!\t\t\t\t\n"
                           "publ\tOrg/Company\tVolvo AB (publ)\t\t\t\t\n"
                           "ishares\tProduct\tiShares\t\t\t\t\n"
                           "target\tOrg/Company\tTarget\t\t\texact\t\n"
                           "bitcoin\tAsset/Crypto\tbitcoin\t\t\tfree\t\n"
                           "hague\tPlace/City\tthe Hague\t\t\t\t\n"
                           "yen\tAsset/Currency\tthe yen\t\t\texact\t\n"
                           "duma\tOrg\tduma Hall\t\t\tfree\t\n"
                           "may\tPerson\tMay\t\t\tstop\t\n"
                           "theresa\tPerson\tTheresa May\t\t\t\t\n"
                           "jp\tPlace/Country\t日本\t\t\t\t\n"
                           "boj\tOrg/Bank\t日本銀行\t\t\t\t\n"
                           "eti\tPlace/Region\tÉtretat\t\t\t\t\n"
                           "fr\tPlace/Country\tFrance\t\t\t\t\n"
                           "fr\t\t\tFrench\tDERIVED\t\t\n"
                           "three\tOrg/Company\t3M\t\t\t\t\n"
                           "ci\tPlace/Country\tCôte d'Ivoire\t\t\t\t\n"
                           "oreal\tOrg/Company\tL'Oréal\t\t\t\t\n"
                           "neill\tPerson\tO'Neill\t\t\t\t\n"
                           "aapl\tAsset/Equity\tAAPL\t\t\tticker,exact\t\n";

static const struct row {
    const char *text;
    const char *want;  // "BEGIN-END id,id ..." by tokens
} rows[] = {
    {"", ""},
    {"Nothing here.", ""},
    {"Paris", "0-1 paris,texas"},
    {"PARIS", "0-1 paris,texas"},
    {"paris", ""},
    {"PaRis", ""},
    {"In Paris Hilton slept", "1-3 hilton"},
    {"In Paris. Hilton slept", "1-2 paris,texas"},
    {"In Paris\nHilton slept", "1-3 hilton"},
    {"In Paris\u00a0 Hilton slept", "1-3 hilton"},
    {"In Paris\n\nHilton slept", "1-2 paris,texas"},
    {"In Paris-Hilton slept", "1-2 paris,texas"},
    {"ParisHilton", ""},
    {"Parisian", ""},
    {"The New York Times said", "1-4 nyt"},
    {"The New York Timesaver", "1-3 ny"},
    {"The NEW YORK TIMES said", "1-4 nyt"},
    {"The New York TIMES said", "1-3 ny 3-4 times"},
    {"New York's mayor", "0-2 ny"},
    {"the U.S. dollar", "1-2 us"},
    {"Rolls-Royce", "0-3 rr"},
    {"Rolls‐Royce", "0-3 rr"},
    {"Rolls–Royce", "0-3 rr"},
    {"ROLLS-ROYCE", "0-3 rr"},
    {"Rolls Royce", ""},
    {"AT&T fell", "0-3 att"},
    {"AT & T fell", "0-3 att"},
    {"Johnson&Johnson", "0-3 jj"},
    {"JOHNSON & JOHNSON", "0-3 jj"},
    {"at McDonald's now", "1-3 mcd"},
    {"at McDonald’s now", "1-3 mcd"},
    {"at MCDONALD'S now", "1-3 mcd"},
    {"at McDonald now", ""},
    {"Lloyd's of London", "0-4 lloyds"},
    {"Lloyd’s of London", "0-4 lloyds"},
    {"Apple Inc. rose", "0-3 apple"},
    {"Apple Inc rose", "0-2 apple"},
    {"by Apple Inc.", "1-4 apple"},
    {"Apple Music Festival", "0-3 music 0-1 fruit"},
    {"Apple rose", "0-1 fruit"},
    {"Yahoo! rose", "0-2 yahoo"},
    {"Yahoo rose", ""},
    {"Volvo AB (publ) rose", "0-5 publ"},
    {"Volvo AB rose", ""},
    {"iShares", "0-1 ishares"},
    {"ISHARES", "0-1 ishares"},
    {"Ishares", ""},
    {"Target", "0-1 target"},
    {"TARGET", ""},
    {"bitcoin Bitcoin BITCOIN", "0-1 bitcoin 1-2 bitcoin 2-3 bitcoin"},
    // Small words that begin names in front of tall ones, or of any.
    {"in the Hague", "1-3 hague"},
    {"in the hague", ""},
    {"the the Hague", "1-3 hague"},
    {"the yen of the Yen", "0-2 yen"},
    {"DUMA HALL, duma hall", "0-2 duma 3-5 duma"},
    {"in May", ""},
    {"with Theresa May", "1-3 theresa"},
    {"日本は", "0-2 jp"},
    {"日本銀行は", "0-4 boj"},
    {"Étretat", "0-1 eti"},
    {"ÉTRETAT", "0-1 eti"},
    {"étretat", ""},
    {"French", "0-1 fr"},
    {"Ｐａｒｉｓ", "0-1 paris,texas"},
    {"3M rose", "0-1 three"},
    // What shows nothing: soft hyphens, marks of direction.
    {"New Yo\u00adrk Ti\u00admes", "0-3 nyt"},
    {"\u2068Target\u2069 \u200fParis\u200e", "1-2 target 3-4 paris,texas"},
    // Elisions: the name behind one, and names that hold one.
    {"à l'Étretat", "2-3 eti"},
    {"qu’Apple Inc. dit", "1-4 apple"},
    {"all'Apple", "1-2 fruit"},
    {"L'Apple", "1-2 fruit"},
    {"en Côte d'Ivoire", "1-4 ci"},
    {"en Côte d’Ivoire", "1-4 ci"},
    {"EN CÔTE D'IVOIRE", "1-4 ci"},
    {"L'Oréal L’Oréal L'ORÉAL", "0-2 oreal 2-4 oreal 4-6 oreal"},
    {"O'Neill O’NEILL", "0-1 neill 1-2 neill"},
    {"AAPL", "0-1 aapl"},
    {"Aapl", ""},
};

static void describe(const struct gz_gazetteer *g,
                     const struct gz_candidates *found, struct gz_arena *arena,
                     struct gz_buffer *out)
{
    for (uint32_t i = 0; i < found->count; i++) {
        const struct gz_candidate *c = &found->items[i];
        gz_buffer_append_fmt(out, "%s%u-%u", i == 0 ? "" : " ", c->begin_token,
                             c->end_token);
        for (uint32_t k = 0; k < c->reading_count; k++) {
            gz_buffer_append_z(out, k == 0 ? " " : ",");
            gz_buffer_append_str(out, test_id(g, c->readings[k].entity, arena));
        }
    }
}

static void check_find(const struct gz_gazetteer *g, const char *text,
                       const char *want)
{
    struct gz_arena *arena = gz_arena_new(1 << 20);
    struct gz_tokens tokens;
    struct gz_candidates found;
    struct gz_buffer got;
    gz_buffer_init(&got, 0);
    CHECK(arena != NULL);
    CHECK_OK(gz_tokens_split(gz_str_z(text), arena, &tokens));
    CHECK_OK(gz_gazetteer_find(g, gz_str_z(text), &tokens, arena, &found));
    describe(g, &found, arena, &got);
    if (!gz_str_is(gz_buffer_str(&got), want)) {
        fprintf(stderr, "text: %s\n", text);
    }
    CHECK_STR(gz_buffer_str(&got), want);
    gz_buffer_fini(&got);
    gz_arena_free(arena);
}

// Spellings that differ only in case have policies of their own, and what
// they say comes together in order of priority.
static void check_cases_join(void)
{
    struct gz_gazetteer *g = test_gazetteer("id\ttype\tname\tpolicy\tpriority\n"
                                            "a\tOrg\tIT\texact\t1\n"
                                            "b\tWork\tIt\tsmart\t2\n"
                                            "c\tWork\tit\tfree\t3\n"
                                            "c\tWork\tIt\texact\t9\n");
    check_find(g, "IT", "0-1 c,b,a");
    check_find(g, "It", "0-1 c,b");
    check_find(g, "it", "0-1 c");
    gz_gazetteer_close(g);
}

// An article without a title has a text without an address.
static void check_nothing(const struct gz_gazetteer *g)
{
    struct gz_arena *arena = gz_arena_new(1 << 20);
    struct gz_tokens tokens;
    struct gz_candidates found;
    const struct gz_str nothing = {NULL, 0};
    CHECK_OK(gz_tokens_split(nothing, arena, &tokens));
    CHECK_OK(gz_gazetteer_find(g, nothing, &tokens, arena, &found));
    CHECK_EQ(found.count, 0);
    gz_arena_free(arena);
}

static void check_arena_limit(const struct gz_gazetteer *g)
{
    const struct gz_str text = GZ_STR_LIT("Paris Paris Paris");
    struct gz_arena *tokens_arena = gz_arena_new(1 << 20);
    struct gz_tokens tokens;
    CHECK_OK(gz_tokens_split(text, tokens_arena, &tokens));
    for (size_t limit = 0; limit < 64; limit += 8) {
        struct gz_arena *arena = gz_arena_new(limit);
        struct gz_candidates found;
        CHECK_EQ(gz_gazetteer_find(g, text, &tokens, arena, &found), GZ_LIMIT);
        CHECK_EQ(found.count, 0);
        gz_arena_free(arena);
    }
    gz_arena_free(tokens_arena);
}

static void check_entries(const struct gz_gazetteer *g)
{
    CHECK_EQ(gz_gazetteer_size(g).entities, 34);
    struct gz_buffer entities;
    gz_buffer_init(&entities, 0);
    test_describe(g, &entities);
    gz_buffer_append_byte(&entities, 0);
    const char *text = (const char *)entities.data;
    CHECK(strstr(text, "\nlist:paris|Place/City|Paris||\n") != NULL);
    CHECK(strstr(text, "\nlist:us|Place/Country|United States||\n") != NULL);
    gz_buffer_fini(&entities);
    const struct gz_str pairs = GZ_STR_LIT("a=1;bc=2");
    CHECK_STR(gz_gazetteer_value(pairs, "a"), "1");
    CHECK_STR(gz_gazetteer_value(pairs, "bc"), "2");
    CHECK_STR(gz_gazetteer_value(pairs, "c"), "");
    CHECK_STR(gz_gazetteer_value(GZ_STR_LIT(""), "c"), "");
}

int main(void)
{
    struct gz_gazetteer *g = test_gazetteer(list);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        check_find(g, rows[i].text, rows[i].want);
    }
    check_nothing(g);
    check_arena_limit(g);
    check_entries(g);
    gz_gazetteer_close(g);
    check_cases_join();
    return 0;
}
