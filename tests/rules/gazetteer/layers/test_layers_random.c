// Lists made at random, with rows that remove what is there or not, are put
// together in three ways: as images in layers, as one image that is merged of
// images, and as lists that are compiled at once.  All must find the same.

#include <unistd.h>

#include "tests/support/layers_fixture.h"

enum { ROUNDS = 150, LISTS = 3, ROWS = 7, TEXTS = 8, TSV_BYTES = 8192 };

static uint32_t next_random(uint64_t *state, uint32_t below)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (uint32_t)((*state >> 33) % below);
}

static const char *pick(uint64_t *state, const char *const *from, size_t count)
{
    return from[next_random(state, (uint32_t)count)];
}

#define PICK(state, from)                                                      \
    pick((state), (from), sizeof(from) / sizeof((from)[0]))

static void append_name(uint64_t *random, struct gz_buffer *out)
{
    static const char *const words[] = {"Aa", "Bb", "Cc", "dd"};
    static const char *const gaps[] = {" ", " ", " ", "-", ". "};
    static const char *const ends[] = {"", "", "", "", ".", "!"};
    const uint32_t count = 1 + next_random(random, 3);
    for (uint32_t i = 0; i < count; i++) {
        gz_buffer_append_z(out, i == 0 ? "" : PICK(random, gaps));
        gz_buffer_append_z(out, PICK(random, words));
    }
    gz_buffer_append_z(out, PICK(random, ends));
}

// How lists are made: tame ones remove first and then add, and no two entities
// of one list are the same; only of such lists images know all that lists do.
struct manner {
    uint64_t *random;
    int list;
    bool tame;
};

static void append_keys(const struct manner *m, uint32_t id,
                        struct gz_buffer *out)
{
    static const char *const xids[] = {"", "", "a=1;", "b=2;", "c=3;a=1;"};
    const uint32_t wikidata = m->tame ? id : next_random(m->random, 5);
    gz_buffer_append_fmt(out, "\t%sz=%u", PICK(m->random, xids), id);
    if (next_random(m->random, 3) == 0) {
        gz_buffer_append_fmt(out, ";wikidata=Q%u", wikidata);
    }
    gz_buffer_append_byte(out, '\t');
    if (next_random(m->random, 4) == 0) {
        gz_buffer_append_fmt(out, "l%u:%u", next_random(m->random, LISTS),
                             m->tame ? id : next_random(m->random, 5));
    }
}

// A row that removes names or an entity, or one that adds.
static void append_row(const struct manner *m, bool remove,
                       struct gz_buffer *out)
{
    static const char *const policies[] = {"",     "",     "",       "exact",
                                           "free", "stop", "context"};
    static const char *const types[] = {"Org", "Place", "Person"};
    uint64_t *random = m->random;
    const bool whole = remove && next_random(random, 3) == 0;
    const uint32_t id = next_random(random, 5);
    if (remove) {
        gz_buffer_append_fmt(out, "l%u:%u\t\t", next_random(random, LISTS), id);
    } else {
        gz_buffer_append_fmt(out, "%u\t%s\t", id, PICK(random, types));
    }
    if (!whole) {
        append_name(random, out);
    }
    gz_buffer_append_byte(out, '\t');
    if (!whole && next_random(random, 3) == 0) {
        append_name(random, out);
    }
    gz_buffer_append_fmt(out, "\t%s\t%u",
                         remove ? "remove" : PICK(random, policies),
                         next_random(random, 3));
    if (remove) {
        gz_buffer_append_z(out, "\t\t");
    } else {
        append_keys(m, id, out);
    }
    gz_buffer_append_byte(out, '\n');
}

static void make_list(const struct manner *m, char tsv[TSV_BYTES])
{
    struct gz_buffer out;
    gz_buffer_init(&out, TSV_BYTES - 1);
    gz_buffer_append_z(&out, "id\ttype\tname\taliases\tpolicy\tpriority\txids\t"
                             "same_as\n");
    for (int i = 0; i < ROWS; i++) {
        const bool remove =
            m->tame ? i < ROWS / 3 : next_random(m->random, 4) == 0;
        append_row(m, remove, &out);
    }
    CHECK_OK(gz_buffer_status(&out));
    memcpy(tsv, out.data, out.len);
    tsv[out.len] = '\0';
    gz_buffer_fini(&out);
}

static void make_text(uint64_t *random, char text[512])
{
    static const char *const words[] = {"Aa", "Bb", "Cc", "dd", "AA",
                                        "BB", "aa", "bb", "x"};
    static const char *const gaps[] = {" ", " ", " ", " ", "-", ". ", "!"};
    text[0] = '\0';
    for (int i = 0; i < 60; i++) {
        strcat(text, PICK(random, words));
        strcat(text, PICK(random, gaps));
    }
}

struct trial {
    char tsv[LISTS][TSV_BYTES];
    struct test_list lists[LISTS];
    char folder[32];
    struct gz_layers *ways[3];
    size_t way_count;
};

// Compile lists that may have mistakes; the good rows count.  Returns how many
// rows were bad.
static uint64_t compile_lists(const struct trial *t, size_t first, size_t count,
                              struct gz_buffer *out)
{
    struct gz_source sources[LISTS];
    struct gz_compile_report report;
    struct gz_compiler *c = gz_compiler_new();
    CHECK(c != NULL);
    for (size_t i = 0; i < count; i++) {
        const struct test_list *l = &t->lists[first + i];
        CHECK_OK(gz_source_init(&sources[i], l->namespace, gz_str_z(l->tsv)));
        const enum gz_status st = gz_compiler_add_source(
            c, &sources[i], gz_str_z(l->namespace), NULL);
        CHECK(st == GZ_OK || st == GZ_INVALID);
    }
    gz_buffer_init(out, 0);
    CHECK_OK(gz_compiler_finish(c, out, &report, NULL));
    gz_compiler_free(c);
    for (size_t i = 0; i < count; i++) {
        gz_source_fini(&sources[i]);
    }
    return report.bad_rows;
}

static void path_of(const struct trial *t, size_t list, char path[64])
{
    snprintf(path, 64, "%s/%zu.gzt", t->folder, list);
}

static void save(const struct trial *t, size_t list, struct gz_str bytes)
{
    char path[64];
    path_of(t, list, path);
    FILE *out = fopen(path, "wb");
    CHECK(out != NULL);
    CHECK_EQ(fwrite(bytes.ptr, 1, bytes.len_bytes, out), bytes.len_bytes);
    CHECK_EQ(fclose(out), 0);
}

static void merge_images(const struct trial *t, struct gz_buffer *out)
{
    struct gz_compile_report report;
    struct gz_compiler *c = gz_compiler_new();
    CHECK(c != NULL);
    gz_compiler_set(c, &(struct gz_compile_options){.whole = true});
    for (size_t i = 0; i < LISTS; i++) {
        char path[64];
        path_of(t, i, path);
        CHECK_OK(gz_compiler_add(c, path, NULL));
        CHECK_EQ(unlink(path), 0);
    }
    gz_buffer_init(out, 0);
    CHECK_OK(gz_compiler_finish(c, out, &report, NULL));
    gz_compiler_free(c);
}

static void check_texts(const struct trial *t, uint64_t *random)
{
    for (int i = 0; i < TEXTS; i++) {
        char text[512];
        struct gz_buffer found[3];
        make_text(random, text);
        for (size_t w = 0; w < t->way_count; w++) {
            gz_buffer_init(&found[w], 0);
            test_describe_all(t->ways[w], text, &found[w]);
        }
        for (size_t w = 1; w < t->way_count; w++) {
            if (!gz_str_eq(gz_buffer_str(&found[w]),
                           gz_buffer_str(&found[0]))) {
                printf("%s\n%s\n%s\n%s\n", t->tsv[0], t->tsv[1], t->tsv[2],
                       text);
            }
            check_str(__FILE__, __LINE__, w == 1 ? "merged" : "at once",
                      gz_buffer_str(&found[w]),
                      gz_str_of((const char *)found[0].data, found[0].len));
        }
        for (size_t w = 0; w < t->way_count; w++) {
            gz_buffer_fini(&found[w]);
        }
    }
}

static void try_once(uint64_t *random, uint32_t *clean)
{
    struct trial t = {.folder = "/tmp/layers-XXXXXX"};
    struct gz_buffer images[LISTS];
    struct gz_buffer one;
    uint64_t bad = 0;
    struct manner manner = {random, 0, next_random(random, 4) > 0};
    CHECK(mkdtemp(t.folder) != NULL);
    for (int i = 0; i < LISTS; i++) {
        static const char *const namespaces[] = {"l0", "l1", "l2"};
        manner.list = i;
        make_list(&manner, t.tsv[i]);
        t.lists[i] = (struct test_list){namespaces[i], t.tsv[i]};
        bad += compile_lists(&t, (size_t)i, 1, &images[i]);
        save(&t, (size_t)i, gz_buffer_str(&images[i]));
    }
    t.ways[0] = test_layers(images, LISTS);
    merge_images(&t, &one);
    t.ways[1] = test_layers(&one, 1);
    bad += compile_lists(&t, 0, LISTS, &one);
    // What is a mistake depends on the rows before it, known or not.
    t.way_count = manner.tame && bad == 0 ? 3 : 2;
    *clean += t.way_count == 3;
    t.ways[2] = test_layers(&one, 1);
    check_texts(&t, random);
    for (size_t w = 0; w < 3; w++) {
        gz_layers_free(t.ways[w]);
    }
    CHECK_EQ(rmdir(t.folder), 0);
}

int main(int argc, char **argv)
{
    uint64_t random = argc > 1 ? strtoull(argv[1], NULL, 0) : 0x1234567;
    uint32_t clean = 0;
    for (int i = 0; i < ROUNDS; i++) {
        try_once(&random, &clean);
    }
    CHECK(clean > ROUNDS / 8);
    return 0;
}
