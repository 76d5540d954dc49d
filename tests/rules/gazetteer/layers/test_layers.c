// Images one over the other: a base, changes, changes of changes.

#include "tests/support/alloc_fail.h"
#include "tests/support/layers_fixture.h"

#define HEADER "id\ttype\tname\taliases\tpolicy\tpriority\txids\tsame_as\n"

static const char base[] =
    HEADER "ny\tPlace\tNew York\tNY|Big Apple\t\t\twikidata=Q60\t\n"
           "nyt\tOrg\tNew York Times\tNYT|Times\t\t\t\t\n"
           "acme\tOrg\tAcme Corp.\tAcme|ACM\t\t\ta=1\tx:acme\n"
           "wile\tPerson\tAcme\t\t\t-1\t\t\n"
           "yahoo\tOrg\tYahoo!\tYahoo\t\t\t\t\n"
           "reading\tPlace\tReading\t\tcontext\t\t\t\n"
           "usual\tOrg\tusual suspects\t\tfree\t\t\t\n"
           "bank\tOrg\tBank\t\tstop\t\t\t\n";

// Up to two layers of changes, a text, and what is found in it: words, then
// the row ids of their readings.
static const struct row {
    const char *changes[2];
    const char *text;
    const char *want;
} rows[] = {
    {{NULL}, "The New York Times.", "New York Times=nyt"},
    // The removal of a longer name lets a shorter one be seen.
    {{"base:nyt\t\tNew York Times\t\tremove\t\t\t\n"},
     "The New York Times.",
     "New York=wd:Q60 Times=nyt"},
    {{"base:nyt\t\tNew York Times\tTimes\tremove\t\t\t\n"},
     "The New York Times, NYT.",
     "New York=wd:Q60 NYT=nyt"},
    {{"base:yahoo\t\tYahoo!\t\tremove\t\t\t\n"},
     "Yahoo! Yahoo",
     "Yahoo=yahoo Yahoo=yahoo"},
    {{"base:yahoo\t\tYahoo\t\tremove\t\t\t\n"}, "Yahoo! Yahoo", "Yahoo!=yahoo"},
    // One of two entities behind a name.
    {{NULL}, "Acme", "Acme=acme,wile"},
    {{"base:acme\t\tAcme\t\tremove\t\t\t\n"},
     "Acme ACM Acme Corp.",
     "Acme=wile ACM=acme Acme Corp.=acme"},
    {{"base:wile\t\tAcme\t\tremove\t\t\t\n"}, "Acme", "Acme=acme"},
    // The spelling is just that of the list, whatever the text may write.
    {{"base:acme\t\tACME\t\tremove\t\t\t\n"}, "ACME", "ACME=acme,wile"},
    {{"base:usual\t\tusual suspects\t\tremove\t\t\t\n"},
     "Usual Suspects usual suspects",
     ""},
    // Whole entities, by any of their keys.
    {{"base:acme\t\t\t\tremove\t\t\t\n"}, "Acme ACM", "Acme=wile"},
    {{"x:acme\t\t\t\tremove\t\t\t\n"}, "Acme ACM", "Acme=wile"},
    {{"7\t\t\t\tremove\t\t\tbase:acme\n"}, "Acme ACM", "Acme=wile"},
    {{"7\t\t\t\tremove\t\twikidata=Q60\t\n"}, "New York, NY", ""},
    {{"wd:Q60\t\t\t\tremove\t\t\t\n"}, "New York Times", "New York Times=nyt"},
    {{"base:ny\t\t\t\tremove\t\t\t\n"}, "Big Apple", ""},
    {{"base:bank\t\t\t\tremove\t\t\t\n"}, "Bank Bank", ""},
    // What is not there does not matter.
    {{"base:none\t\tAcme\t\tremove\t\t\t\n"
      "base:acme\t\tNone\t\tremove\t\t\t\n"},
     "Acme",
     "Acme=acme,wile"},
    // Removals act on what stands before them, in the same list too.
    {{"base:acme\t\tAcme\t\tremove\t\t\t\n"
      "new\tOrg\tAcme\t\t\t\t\tbase:acme\n"},
     "Acme",
     "Acme=acme,wile"},
    {{"new\tOrg\tAcmes\t\t\t\t\tbase:acme\n"
      "new\t\tAcme\t\tremove\t\t\t\n"},
     "Acme Acmes ACM",
     "Acme=wile Acmes=acme ACM=acme"},
    {{"new\tOrg\tAcmes\t\t\t\t\tbase:acme\n"
      "new\t\t\t\tremove\t\t\t\n"},
     "Acme Acmes ACM",
     "Acme=wile"},
    // Added names, of new entities and of old ones.
    {{"globex\tOrg\tGlobex\t\t\t\t\t\n"},
     "Globex Acme Corp.",
     "Globex=globex Acme Corp.=acme"},
    {{"new\tOrg\tAcme Corp. Ltd.\t\t\t\t\tbase:acme\n"},
     "Acme Corp. Ltd.",
     "Acme Corp. Ltd.=acme"},
    {{"new\tOrg\tYork Times\t\t\t\t\t\n"},
     "New York Times",
     "New York Times=nyt"},
    {{"new\tOrg\tYork Times Square\t\t\t\t\t\n"
      "base:nyt\t\tNew York Times\t\tremove\t\t\t\n"},
     "New York Times Square",
     "New York=wd:Q60 Times=nyt"},
    // A match that loses to one of another image hides nothing.
    {{"the\tOrg\tThe New\t\t\t\t\t\n"},
     "The New York Times",
     "The New=the Times=nyt"},
    // The first one says when a name counts.
    {{"new\tPlace\tReading\t\texact\t\t\tbase:reading\n"},
     "Reading",
     "Reading=reading?"},
    {{"new\tPlace\tReading\t\texact\t\t\t\n"},
     "Reading",
     "Reading=reading?,new"},
    // Changes of changes.
    {{"globex\tOrg\tGlobex\t\t\t\t\t\n",
      "l0:globex\t\tGlobex\t\tremove\t\t\t\n"},
     "Globex",
     ""},
    {{"base:acme\t\tAcme\t\tremove\t\t\t\n",
      "again\tOrg\tAcme\t\tfree\t5\t\tbase:acme\n"},
     "acme ACM",
     "acme=acme ACM=acme"},
    {{"base:acme\t\t\t\tremove\t\t\t\n",
      "again\tOrg\tAcme\t\t\t\t\tbase:acme\n"},
     "Acme ACM",
     "Acme=again,wile"},
    {{"one\tOrg\tAcmes\t\t\t\t\tbase:acme\n",
      "l0:one\t\tAcme\tAcmes|ACM\tremove\t\t\t\n"},
     "Acme Acmes ACM Acme Corp.",
     "Acme=wile Acme Corp.=acme"},
    // Of two entities of one image, the one whose name comes first in it leads.
    {{"one\tOrg\tUnited\t\t\t\tb=2\tbase:acme|base:yahoo\n",
      "base:yahoo\t\tACM\t\tremove\t\t\t\n"},
     "Yahoo! ACM United",
     "Yahoo!=acme United=acme"},
};

static void describe(const struct gz_layers *layers,
                     const struct gz_candidates *found, const char *text,
                     struct gz_arena *arena, struct gz_buffer *out)
{
    for (uint32_t i = 0; i < found->count; i++) {
        const struct gz_candidate *c = &found->items[i];
        gz_buffer_append_fmt(out, "%s%.*s", i > 0 ? " " : "",
                             (int)(c->end_byte - c->begin_byte),
                             text + c->begin_byte);
        for (uint32_t k = 0; k < c->reading_count; k++) {
            struct gz_entry e;
            CHECK_OK(gz_layers_entry(layers, &c->readings[k], arena, &e));
            struct gz_str id = e.id;
            if (!gz_str_starts(id, GZ_STR_LIT("wd:"))) {
                gz_str_cut(&id, ':');
            }
            gz_buffer_append_fmt(
                out, "%s" GZ_STR_FMT "%s", k == 0 ? "=" : ",", GZ_STR_ARG(id),
                (c->readings[k].flags & GZ_NAME_CONTEXT) != 0 ? "?" : "");
        }
    }
}

static void check_text(const struct gz_layers *layers, const struct row *row)
{
    struct gz_arena *arena = gz_arena_new(1 << 20);
    struct gz_tokens tokens;
    struct gz_candidates found;
    struct gz_buffer got;
    const struct gz_str text = gz_str_z(row->text);
    gz_buffer_init(&got, 0);
    CHECK_OK(gz_tokens_split(text, arena, &tokens));
    CHECK_OK(gz_layers_find(layers, text, &tokens, arena, &found));
    describe(layers, &found, row->text, arena, &got);
    if (!gz_str_is(gz_buffer_str(&got), row->want)) {
        fprintf(stderr, "%s%s\n", row->changes[0],
                row->changes[1] == NULL ? "" : row->changes[1]);
    }
    CHECK_STR(gz_buffer_str(&got), row->want);
    gz_buffer_fini(&got);
    gz_arena_free(arena);
}

static size_t make_images(const struct row *row, struct gz_buffer images[3])
{
    static const char *const namespaces[] = {"base", "l0", "l1"};
    const struct gz_compile_options options = {.threads = 1};
    size_t count = 0;
    for (size_t i = 0; i < 3; i++) {
        char tsv[1024];
        const char *changes = i == 0 ? NULL : row->changes[i - 1];
        if (i > 0 && changes == NULL) {
            break;
        }
        snprintf(tsv, sizeof(tsv), "%s%s", i == 0 ? base : HEADER,
                 i == 0 ? "" : changes);
        const struct test_list list = {namespaces[i], tsv};
        test_compile_lists(&list, 1, &options, &images[count++]);
    }
    return count;
}

static void check_row(const struct row *row)
{
    struct gz_buffer images[3];
    const size_t count = make_images(row, images);
    struct gz_layers *layers = test_layers(images, count);
    check_text(layers, row);
    gz_layers_free(layers);
}

// What one image says of an entity adds to what another says.
static void check_details(void)
{
    const struct row row = {
        {"new\tPlace\tGotham\t\t\t\ta=2;b=3;wikidata=Q1\tbase:acme\n"},
        "Gotham",
        ""};
    struct gz_buffer images[3];
    struct gz_layers *layers = test_layers(images, make_images(&row, images));
    struct gz_buffer got;
    gz_buffer_init(&got, 0);
    test_describe_all(layers, "Gotham ACM", &got);
    CHECK_STR(gz_buffer_str(&got),
              "Gotham: wd:Q1/Org/Acme Corp./1,3,,,Q1//0/0/0\n"
              "ACM: wd:Q1/Org/Acme Corp./1,3,,,Q1//0/1/0\n");
    gz_buffer_fini(&got);
    gz_layers_free(layers);
}

static struct gz_gazetteer *copy_image(const struct gz_buffer *image)
{
    struct gz_gazetteer *g = NULL;
    uint8_t *bytes = malloc(image->len);
    CHECK(bytes != NULL);
    memcpy(bytes, image->data, image->len);
    CHECK_OK(gz_gazetteer_adopt(bytes, image->len, &g, NULL));
    return g;
}

// Fails on the n-th allocation for every n until none is left to fail.
static void check_allocations(void)
{
    const struct row row = {
        {"new\tOrg\tAcme\tAcmes\t\t\tb=2\tbase:acme|base:yahoo\n"
         "base:ny\t\tNY\t\tremove\t\t\t\n",
         "base:wile\t\t\t\tremove\t\t\t\n"},
        "",
        ""};
    struct gz_buffer images[3];
    const size_t count = make_images(&row, images);
    bool done = false;
    for (long n = 1; !done; n++) {
        struct gz_gazetteer *gazetteers[3];
        struct gz_layers *layers = NULL;
        for (size_t i = 0; i < count; i++) {
            gazetteers[i] = copy_image(&images[i]);
        }
        gz_alloc_fail_at(n);
        const enum gz_status st =
            gz_layers_new(gazetteers, count, &layers, NULL);
        done = !gz_alloc_failed();
        gz_alloc_fail_at(0);
        CHECK_EQ(st, done ? GZ_OK : GZ_NO_MEMORY);
        CHECK_EQ(st == GZ_OK, layers != NULL);
        gz_layers_free(layers);
    }
    for (size_t i = 0; i < count; i++) {
        gz_buffer_fini(&images[i]);
    }
}

static void check_nothing(void)
{
    struct gz_layers *layers = test_layers(NULL, 0);
    struct gz_buffer got;
    gz_buffer_init(&got, 0);
    test_describe_all(layers, "Acme", &got);
    CHECK_EQ(got.len, 0);
    CHECK_EQ(gz_layers_size(layers).names, 0);
    gz_layers_free(layers);
    gz_layers_free(NULL);
}

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        check_row(&rows[i]);
    }
    check_details();
    check_allocations();
    check_nothing();
    return 0;
}
