#include "rules/gazetteer/match/name_trace.h"

#include "tests/support/check.h"
#include "tests/support/gazetteer_fixture.h"

static const char names[] = "id\ttype\tname\tpolicy\tpriority\n"
                            "1\tOrg\tTarget\texact\t\n"
                            "2\tOrg\tBank of York\t\t\n"
                            "3\tPlace\tYork\t\t\n"
                            "4\tPlace\tNew York\t\t\n"
                            "5\tOrg\tYork Times\t\t\n"
                            "6\tWork\tMonday\tstop\t\n"
                            "7\tPlace\tReading\tcontext\t\n"
                            "8\tOrg\tReading Bank\tcontext\t\n"
                            "9\tOrg\tYahoo!\t\t\n"
                            "10\tPerson\tYahoo\t\t\n"
                            "11\tOrg\tacme\tfree\t\n"
                            "11\t\tAcme\texact\t5\n"
                            "12\tPerson\tyork\texact\t3\n"
                            "13\tProduct\tiPad\t\t\n"
                            "14\tWork\tBlue Monday\tstop\t\n"
                            "15\tOrg\tMonday Blue\t\t\n"
                            "16\tOrg\tMONDAY\texact\t\n"
                            "17\tOrg\tInc.\t\t\n"
                            "18\tOrg\t.NET\t\t\n";

// What is found and what is not: "begin-end name=id fate[<by]" and blanks.
static const struct {
    const char *text;
    const char *want;
} rows[] = {
    {"", ""},
    {"Nothing at all.", ""},
    {"A Target", "2-8 Target=1 found"},
    {"A target TARGET", "2-8 Target=1 case 9-15 Target=1 case"},
    {"ipad IPAD iPad", "0-4 iPad=13 case 5-9 iPad=13 found "
                       "10-14 iPad=13 found"},
    {"Bank of York",
     "0-12 Bank of York=2 found 8-12 York=3 inside<0 8-12 york=12 case"},
    {"New York Times",
     "0-8 New York=4 found 4-14 York Times=5 overlap<0 4-8 York=3 inside<0 "
     "4-8 york=12 case"},
    {"on Monday", "3-9 Monday=6 stop 3-9 MONDAY=16 case"},
    {"on MONDAY", "3-9 MONDAY=16 stopped<1 3-9 Monday=6 stop"},
    {"Blue Monday Blue",
     "0-11 Blue Monday=14 stop 5-16 Monday Blue=15 overlap<0 "
     "5-11 Monday=6 inside<0 5-11 MONDAY=16 case"},
    // Weak names hide nothing, not even each other.
    {"Reading Bank", "0-12 Reading Bank=8 found 0-7 Reading=7 found"},
    {"Yahoo!", "0-6 Yahoo!=9 found 0-5 Yahoo=10 inside<0"},
    {"Yahoo?", "0-5 Yahoo=10 found"},
    {"Yahoo!!", "0-6 Yahoo!=9 found 0-5 Yahoo=10 inside<0"},
    // One entity counts once.
    {"Acme", "0-4 Acme=11 found 0-4 acme=11 same<0"},
    {"ACME", "0-4 acme=11 found 0-4 Acme=11 case"},
    {"Inc. Inc", "0-4 Inc.=17 found 5-8 Inc.=17 found"},
    {"York.NET", "0-4 York=3 found 0-4 york=12 case 4-8 .NET=18 found"},
};

static const char *const fates[] = {
    [GZ_TRACE_FOUND] = "found",     [GZ_TRACE_CASE] = "case",
    [GZ_TRACE_STOP] = "stop",       [GZ_TRACE_STOPPED] = "stopped",
    [GZ_TRACE_INSIDE] = "inside",   [GZ_TRACE_OVERLAP] = "overlap",
    [GZ_TRACE_SAME] = "same",       [GZ_TRACE_MARKS] = "marks",
    [GZ_TRACE_REMOVED] = "removed",
};

static struct gz_layers *layers_of(struct gz_gazetteer *g)
{
    struct gz_layers *layers = NULL;
    CHECK_OK(gz_layers_new(&g, 1, &layers, NULL));
    return layers;
}

static void print_item(const struct gz_layers *g,
                       const struct gz_trace_item *item, struct gz_arena *arena,
                       struct gz_buffer *out)
{
    struct gz_entry entry;
    CHECK_OK(gz_layers_entry(g, &item->reading, arena, &entry));
    gz_str_cut(&entry.id, ':');
    gz_buffer_append_fmt(out, "%s%u-%u %.*s=%.*s %s", out->len > 0 ? " " : "",
                         item->begin_byte, item->end_byte,
                         GZ_STR_ARG(item->name), GZ_STR_ARG(entry.id),
                         fates[item->fate]);
    if (item->by != GZ_TRACE_NONE) {
        gz_buffer_append_fmt(out, "<%u", item->by);
    }
}

static void run(const struct gz_layers *g, const char *z, const char *want)
{
    struct gz_arena *arena = gz_arena_new(SIZE_MAX);
    const struct gz_str text = gz_str_z(z);
    struct gz_tokens tokens;
    struct gz_trace trace;
    struct gz_buffer got;
    gz_buffer_init(&got, 0);
    CHECK_OK(gz_tokens_split(text, arena, &tokens));
    CHECK_OK(gz_name_trace(g, text, &tokens, arena, &trace));
    for (uint32_t i = 0; i < trace.count; i++) {
        print_item(g, &trace.items[i], arena, &got);
    }
    CHECK_STR(gz_buffer_str(&got), want);
    gz_buffer_fini(&got);
    gz_arena_free(arena);
}

static void test_small_arena(const struct gz_layers *g)
{
    const struct gz_str text = GZ_STR_LIT("Bank of York, Acme, Monday");
    struct gz_arena *arena = gz_arena_new(SIZE_MAX);
    struct gz_tokens tokens;
    CHECK_OK(gz_tokens_split(text, arena, &tokens));
    enum gz_status st = GZ_LIMIT;
    for (size_t limit = 0; st != GZ_OK; limit += 64) {
        struct gz_arena *small = gz_arena_new(limit);
        struct gz_trace trace;
        st = gz_name_trace(g, text, &tokens, small, &trace);
        CHECK(st == GZ_OK || st == GZ_LIMIT);
        gz_arena_free(small);
    }
    gz_arena_free(arena);
}

// Few words, so that names meet, nest and overlap.
static const char *const words[] = {
    "Acme", "ACME", "acme",   "Bank",   "BANK",   "of",
    "York", "New",  "Inc.",   "3M",     "a",      "A",
    "C++",  ".NET", "\u65e5", "\u672c", "Yahoo!", "s",
};

static const char *const joins[] = {" ",   " ",  " ",   "-",
                                    " & ", ", ", "'s ", "\n"};

static const char *const policies[] = {"smart",   "exact",      "free", "smart",
                                       "context", "exact,word", "stop", "free"};

static uint32_t below(uint64_t *state, uint32_t limit)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (uint32_t)((*state * 0x2545f4914f6cdd1dU) >> 33) % limit;
}

#define PICK(state, table)                                                     \
    ((table)[below((state), sizeof(table) / sizeof((table)[0]))])

static void append_words(uint64_t *state, uint32_t most, struct gz_buffer *out)
{
    const uint32_t count = 1 + below(state, most);
    for (uint32_t i = 0; i < count; i++) {
        gz_buffer_append_z(out, i > 0 ? PICK(state, joins) : "");
        gz_buffer_append_z(out, PICK(state, words));
    }
}

static struct gz_gazetteer *random_image(uint64_t *state)
{
    struct gz_buffer list;
    struct gz_buffer image;
    struct gz_compile_report report;
    struct gz_gazetteer *g = NULL;
    gz_buffer_init(&list, 0);
    gz_buffer_init(&image, 0);
    gz_buffer_append_z(&list, "id\ttype\tname\tpolicy\tpriority\n");
    for (int i = 0; i < 24; i++) {
        gz_buffer_append_fmt(&list, "%u\tOrg\t", below(state, 16));
        const size_t begin = list.len;
        append_words(state, 3, &list);
        for (size_t k = begin; k < list.len; k++) {
            list.data[k] = list.data[k] == '\n' ? ' ' : list.data[k];
        }
        gz_buffer_append_fmt(&list, "\t%s\t%u\n", PICK(state, policies),
                             below(state, 3));
    }
    const enum gz_status st =
        test_compile(gz_buffer_str(&list), &image, &report, NULL);
    CHECK(st == GZ_OK || st == GZ_INVALID);
    CHECK_OK(gz_gazetteer_adopt(image.data, image.len, &g, NULL));
    gz_buffer_fini(&list);
    return g;
}

// One image or two, which share entities and names then.
static struct gz_layers *random_names(uint64_t *state)
{
    struct gz_gazetteer *images[2] = {random_image(state), random_image(state)};
    struct gz_layers *layers = NULL;
    const size_t count = 1 + below(state, 2);
    if (count == 1) {
        gz_gazetteer_close(images[1]);
    }
    CHECK_OK(gz_layers_new(images, count, &layers, NULL));
    return layers;
}

static bool has_found(const struct gz_trace *trace,
                      const struct gz_candidate *c, const struct gz_reading *r)
{
    for (uint32_t i = 0; i < trace->count; i++) {
        const struct gz_trace_item *item = &trace->items[i];
        if (item->fate == GZ_TRACE_FOUND && item->begin_byte == c->begin_byte &&
            item->end_byte <= c->end_byte &&
            item->reading.entity == r->entity &&
            item->reading.layer == r->layer) {
            return true;
        }
    }
    return false;
}

// The matcher and the trace agree on what is found.
static void compare(const struct gz_layers *g, struct gz_str text,
                    struct gz_arena *arena)
{
    struct gz_tokens tokens;
    struct gz_trace trace;
    struct gz_candidates found;
    uint32_t readings = 0;
    uint32_t items = 0;
    CHECK_OK(gz_tokens_split(text, arena, &tokens));
    CHECK_OK(gz_name_trace(g, text, &tokens, arena, &trace));
    CHECK_OK(gz_layers_find(g, text, &tokens, arena, &found));
    for (uint32_t i = 0; i < trace.count; i++) {
        items += trace.items[i].fate == GZ_TRACE_FOUND;
        CHECK(trace.items[i].fate != GZ_TRACE_MARKS);
        CHECK(trace.items[i].by == GZ_TRACE_NONE ||
              trace.items[i].by < trace.count);
    }
    for (uint32_t i = 0; i < found.count; i++) {
        const struct gz_candidate *c = &found.items[i];
        readings += c->reading_count;
        for (uint32_t k = 0; k < c->reading_count; k++) {
            CHECK(has_found(&trace, c, &c->readings[k]));
        }
    }
    CHECK_EQ(items, readings);
}

static void test_random(void)
{
    uint64_t state = 42;
    struct gz_arena *arena = gz_arena_new(SIZE_MAX);
    struct gz_buffer text;
    gz_buffer_init(&text, 0);
    for (int list = 0; list < 200; list++) {
        struct gz_layers *g = random_names(&state);
        for (int i = 0; i < 20; i++) {
            gz_arena_reset(arena);
            gz_buffer_clear(&text);
            append_words(&state, 12, &text);
            compare(g, gz_buffer_str(&text), arena);
        }
        gz_layers_free(g);
    }
    gz_buffer_fini(&text);
    gz_arena_free(arena);
}

int main(void)
{
    struct gz_layers *g = layers_of(test_gazetteer(names));
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        run(g, rows[i].text, rows[i].want);
    }
    test_small_arena(g);
    gz_layers_free(g);
    test_random();
    return 0;
}
