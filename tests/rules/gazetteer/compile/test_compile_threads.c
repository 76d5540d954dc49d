// The same lists give the same image, mistakes and findings, however they are
// cut and with any number of threads.

#include <pthread.h>  // asks for a run with the thread sanitizer
#include <stdlib.h>

#include "rules/gazetteer/compile/compile.h"
#include "tests/support/check.h"

enum { ROWS = 3000 };

struct outcome {
    struct gz_buffer image;
    struct gz_buffer mistakes;
    struct gz_buffer progress;
    char *findings;  // owned
    size_t findings_bytes;
    struct gz_compile_report report;
};

static uint32_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(*state >> 33);
}

// A row of one kind of many; most are good, and few entities have most rows.
static void append_row(struct gz_buffer *out, uint64_t *random)
{
    static const char *const odd[] = {
        "%u\tOrk\tWrong %u\t\t\t\t\n",
        "\tOrg\tNobody %u %u\t\t\t\t\n",
        "%u\tOrg\t-\t\t\t\t%u\n",
        "%u\t\tName %u\t\texact\t\t\n",
        "%u\tOrg\tBad\xff %u\t\t\t\t\n",
        "%u\tOrg\tFew %u\n",
        "# %u %u\n",
        "\r\n",
        "%u\tOrg\tName %u\tOther Name|Third\t\twikidata=Q%u\t\n",
        "%u\tPlace\tName %u\t\t\t\tlist:%u|other:x\n",
        "%u\tPerson\tName %u\tAlias %u||\t\t\t\n",
        "%u\tOrg\tBig 7\t\tfree\t\tlist:big|x:%u%u\n",
        "%u\tOrg\t\tAlias %u|Alias %u\t\t\t\r\n",
        "%u\t\tName %u of %u\t\tremove\t\t\n",
        "%u\t\tName %u\t\tremove\t\tother:%u\n",
    };
    const uint32_t kind = next_random(random) % 40;
    const uint32_t id = next_random(random) % (ROWS / 3);
    const uint32_t a = next_random(random) % 500;
    const uint32_t b = next_random(random) % 300;
    if (kind >= sizeof(odd) / sizeof(odd[0])) {
        gz_buffer_append_fmt(out, "%u\tOrg\tName %u of %u\t\t\t\t\n", id, a, b);
        return;
    }
    char row[200];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(row, sizeof(row), odd[kind], id, a, b);
#pragma GCC diagnostic pop
    gz_buffer_append_z(out, row);
}

static void make_list(struct gz_source *src, const char *name, uint64_t seed)
{
    struct gz_buffer text;
    uint64_t state = seed;
    gz_buffer_init(&text, 0);
    gz_buffer_append_z(&text,
                       "id\ttype\tname\taliases\tpolicy\txids\tsame_as\n");
    for (int i = 0; i < ROWS; i++) {
        append_row(&text, &state);
    }
    // One entity with more names than are looked through one by one.
    for (int i = 0; i < 100; i++) {
        gz_buffer_append_fmt(&text, "big\tOrg\tBig %d\t\t\t\t\n", i % 40);
    }
    for (int i = 0; i < 40; i++) {
        gz_buffer_append_fmt(&text, "%s%d\tOrg\tBig %d\t\t%s\t\tlist:big\n",
                             name, i, i, seed % 2 == 0 ? "exact" : "");
    }
    CHECK_OK(gz_source_init(src, name, gz_buffer_str(&text)));
    gz_buffer_fini(&text);
}

static void on_mistake(void *context, struct gz_str report)
{
    gz_buffer_append_str(context, report);
}

static void on_progress(void *context, enum gz_compile_phase phase,
                        const char *what, uint64_t done, uint64_t total)
{
    CHECK(done <= total && what != NULL);
    gz_buffer_append_byte(context, (uint8_t)('0' + phase));
}

static void run(const struct gz_source *lists, unsigned threads,
                size_t chunk_bytes, struct outcome *out)
{
    struct gz_error err;
    gz_error_init(&err);
    gz_buffer_init(&out->image, 0);
    gz_buffer_init(&out->mistakes, 0);
    gz_buffer_init(&out->progress, 0);
    gz_error_stream(&err, on_mistake, &out->mistakes);
    FILE *findings = open_memstream(&out->findings, &out->findings_bytes);
    CHECK(findings != NULL);
    struct gz_compiler *c = gz_compiler_new();
    CHECK(c != NULL);
    gz_compiler_set(c, &(struct gz_compile_options){.threads = threads,
                                                    .chunk_bytes = chunk_bytes,
                                                    .findings = findings,
                                                    .on_progress = on_progress,
                                                    .context = &out->progress});
    for (int i = 0; i < 2; i++) {
        CHECK_EQ(gz_compiler_add_source(
                     c, &lists[i],
                     i == 0 ? GZ_STR_LIT("list") : GZ_STR_LIT("other"), &err),
                 GZ_INVALID);
    }
    CHECK_OK(gz_compiler_finish(c, &out->image, &out->report, &err));
    CHECK_EQ(gz_compiler_bad_rows(c), out->report.bad_rows);
    CHECK_EQ(err.count, out->report.bad_rows);
    out->report.longest = GZ_STR_LIT("");  // it goes with the compiler
    gz_compiler_free(c);
    CHECK_EQ(fclose(findings), 0);
    gz_error_fini(&err);
}

static void release(struct outcome *o)
{
    gz_buffer_fini(&o->image);
    gz_buffer_fini(&o->mistakes);
    gz_buffer_fini(&o->progress);
    free(o->findings);
}

static void check_same(const struct outcome *got, const struct outcome *want)
{
    const struct gz_compile_report *a = &got->report;
    const struct gz_compile_report *b = &want->report;
    CHECK(gz_str_eq(gz_buffer_str(&got->image), gz_buffer_str(&want->image)));
    CHECK(gz_str_eq(gz_buffer_str(&got->mistakes),
                    gz_buffer_str(&want->mistakes)));
    CHECK_Z(got->findings, want->findings);
    CHECK_EQ(a->rows, b->rows);
    CHECK_EQ(a->bad_rows, b->bad_rows);
    CHECK_EQ(a->duplicates, b->duplicates);
    CHECK_EQ(a->conflicts, b->conflicts);
    CHECK_EQ(a->ambiguous, b->ambiguous);
    CHECK_EQ(a->merged, b->merged);
    CHECK_EQ(a->first_words, b->first_words);
}

static size_t count_lines(const char *text, const char *with)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, with)) != NULL; at++) {
        count++;
    }
    return count;
}

// The lists have something of everything, and each is counted.
static void check_contents(const struct outcome *o)
{
    const struct gz_compile_report *r = &o->report;
    CHECK(r->bad_rows > 500 && r->merged > 50);
    CHECK(r->conflicts > 10 && r->ambiguous > 100);
    CHECK_EQ(count_lines(o->findings, ": duplicate: "),
             r->duplicates - r->conflicts);
    CHECK_EQ(count_lines(o->findings, ": policy: "), r->conflicts);
    CHECK_EQ(count_lines(o->findings, ": ambiguous: "), r->ambiguous);
    CHECK_EQ(count_lines(o->findings, ": merged: "), r->merged);
    CHECK_STR(gz_buffer_str(&o->progress), "000012");
}

int main(void)
{
    static const unsigned threads[] = {1, 2, 3, 8};
    static const size_t chunk_bytes[] = {0, 40000, 700};
    struct gz_source lists[2];
    struct outcome first;
    make_list(&lists[0], "list.tsv", 1);
    make_list(&lists[1], "other.tsv", 2);
    run(lists, 1, 0, &first);
    check_contents(&first);
    for (size_t t = 0; t < sizeof(threads) / sizeof(threads[0]); t++) {
        for (size_t i = 0; i < sizeof(chunk_bytes) / sizeof(size_t); i++) {
            struct outcome other;
            run(lists, threads[t], chunk_bytes[i], &other);
            check_same(&other, &first);
            release(&other);
        }
    }
    release(&first);
    gz_source_fini(&lists[0]);
    gz_source_fini(&lists[1]);
    return 0;
}
