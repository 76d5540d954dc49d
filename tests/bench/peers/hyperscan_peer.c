// The peer of run_peers.py that is Hyperscan: hyperscan_peer hyperscan NAMES
// ARTICLES COUNT.
//
// Says as JSON how the database was built, then answers commands, a line each:
//     round N           the median of N passes over COUNT articles
//     spans FILE COUNT  ARTICLE<TAB>BEGIN<TAB>END of the first articles
// A match counts when no letter, digit or underscore stands before or behind
// it.  Hyperscan reports every match, so the leftmost and longest of those
// that count are chosen afterwards.  Time is the thread's CPU time.
//
// Not built by CMake.  The check for the header lets others who look at all
// sources (clang-tidy) read this one where Hyperscan is not installed.

#if __has_include(<hs/hs.h>)

#include <hs/hs.h>

#include <assert.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <utf8proc.h>

struct span {
    size_t begin;
    size_t end;
};

// Pieces of a file, each with its end byte behind it.
struct pieces {
    char *bytes;
    const char **at;
    size_t *lengths;
    size_t count;
};

struct search {
    struct pieces names;
    struct pieces articles;
    hs_database_t *database;
    hs_scratch_t *scratch;
    size_t article;  // the one that is searched
    struct span *spans;
    size_t span_count;
    size_t span_room;
};

static void *must(void *memory)
{
    if (memory == NULL) {
        perror("hyperscan_peer");
        exit(1);
    }
    return memory;
}

static double cpu_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

// What is resident, without memory that was freed.
static size_t resident_bytes(void)
{
    size_t pages = 0;
    malloc_trim(0);
    FILE *file = must(fopen("/proc/self/statm", "r"));
    char line[128] = "";
    if (fgets(line, sizeof(line), file) != NULL) {
        pages = strtoul(strchr(line, ' '), NULL, 10);
    }
    fclose(file);
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}

static void read_pieces(struct pieces *p, const char *path, int end_byte)
{
    FILE *file = must(fopen(path, "rb"));
    fseek(file, 0, SEEK_END);
    const size_t size = (size_t)ftell(file);
    rewind(file);
    p->bytes = must(malloc(size + 1));
    if (fread(p->bytes, 1, size, file) != size) {
        must(NULL);
    }
    fclose(file);
    size_t room = 0;
    for (size_t i = 0; i < size; i++) {
        room += p->bytes[i] == (char)end_byte;
    }
    p->at = must(malloc((room + 1) * sizeof(*p->at)));
    p->lengths = must(malloc((room + 1) * sizeof(*p->lengths)));
    for (const char *at = p->bytes; p->count < room;) {
        const char *end = memchr(at, end_byte, size - (size_t)(at - p->bytes));
        assert(end != NULL);
        p->at[p->count] = at;
        p->lengths[p->count++] = (size_t)(end - at);
        at = end + 1;
    }
}

static void free_pieces(struct pieces *p)
{
    free(p->bytes);
    free(p->at);
    free(p->lengths);
}

// Whether a letter, digit or underscore begins at a byte of the text.
static bool is_word_at(const char *text, size_t length, size_t at)
{
    utf8proc_int32_t cp = 0;
    utf8proc_iterate((const utf8proc_uint8_t *)text + at,
                     (utf8proc_ssize_t)(length - at), &cp);
    const utf8proc_category_t category = utf8proc_category(cp);
    return cp == '_' ||
           (category >= UTF8PROC_CATEGORY_LU &&
            category <= UTF8PROC_CATEGORY_LO) ||
           (category >= UTF8PROC_CATEGORY_ND &&
            category <= UTF8PROC_CATEGORY_NO);
}

static bool is_bounded(const char *text, size_t length, struct span s)
{
    size_t before = s.begin;
    while (before > 0 && ((unsigned char)text[--before] & 0xC0) == 0x80) {
    }
    return (s.begin == 0 || !is_word_at(text, length, before)) &&
           (s.end == length || !is_word_at(text, length, s.end));
}

static int on_match(unsigned id, unsigned long long from, unsigned long long to,
                    unsigned flags, void *context)
{
    (void)from;
    (void)flags;
    struct search *s = context;
    const struct span span = {to - s->names.lengths[id], to};
    if (is_bounded(s->articles.at[s->article], s->articles.lengths[s->article],
                   span)) {
        if (s->span_count == s->span_room) {
            s->span_room = s->span_room * 2 + 64;
            s->spans =
                must(realloc(s->spans, s->span_room * sizeof(*s->spans)));
        }
        s->spans[s->span_count++] = span;
    }
    return 0;
}

static int compare_spans(const void *left, const void *right)
{
    const struct span *a = left;
    const struct span *b = right;
    if (a->begin != b->begin) {
        return a->begin < b->begin ? -1 : 1;
    }
    return a->end > b->end ? -1 : a->end < b->end;
}

// Fill spans with the matches of one article.
static void find(struct search *s, size_t article)
{
    s->article = article;
    s->span_count = 0;
    hs_scan(s->database, s->articles.at[article],
            (unsigned)s->articles.lengths[article], 0, s->scratch, on_match, s);
    qsort(s->spans, s->span_count, sizeof(*s->spans), compare_spans);
    size_t kept = 0;
    for (size_t i = 0; i < s->span_count; i++) {
        if (kept == 0 || s->spans[i].begin >= s->spans[kept - 1].end) {
            s->spans[kept++] = s->spans[i];
        }
    }
    s->span_count = kept;
}

static int compare_seconds(const void *left, const void *right)
{
    const double a = *(const double *)left;
    const double b = *(const double *)right;
    return a < b ? -1 : a > b;
}

static void run_round(struct search *s, size_t passes)
{
    double *seconds = must(calloc(passes + 1, sizeof(*seconds)));
    size_t bytes = 0;
    size_t matches = 0;
    for (size_t pass = 0; pass < passes; pass++) {
        const double begin = cpu_seconds();
        bytes = 0;
        matches = 0;
        for (size_t i = 0; i < s->articles.count; i++) {
            find(s, i);
            matches += s->span_count;
            bytes += s->articles.lengths[i];
        }
        seconds[pass] = cpu_seconds() - begin;
    }
    qsort(seconds, passes, sizeof(*seconds), compare_seconds);
    printf("{\"seconds\": %.9f, \"bytes\": %zu, \"matches\": %zu}\n",
           seconds[passes / 2], bytes, matches);
    free(seconds);
}

static void write_spans(struct search *s, const char *path, size_t count)
{
    FILE *out = must(fopen(path, "w"));
    for (size_t i = 0; i < count && i < s->articles.count; i++) {
        find(s, i);
        for (size_t k = 0; k < s->span_count; k++) {
            fprintf(out, "%zu\t%zu\t%zu\n", i, s->spans[k].begin,
                    s->spans[k].end);
        }
    }
    fclose(out);
    printf("{\"articles\": %zu}\n", count);
}

static void build(struct search *s)
{
    const size_t count = s->names.count;
    unsigned *ids = must(calloc(count + 1, sizeof(*ids)));
    for (size_t i = 0; i < count; i++) {
        ids[i] = (unsigned)i;
    }
    unsigned *flags = must(calloc(count + 1, sizeof(*flags)));
    hs_database_t *database = NULL;
    hs_compile_error_t *error = NULL;
    if (hs_compile_lit_multi(s->names.at, flags, ids, s->names.lengths,
                             (unsigned)count, HS_MODE_BLOCK, NULL, &database,
                             &error) != HS_SUCCESS) {
        fprintf(stderr, "hyperscan_peer: %s\n", error->message);
        exit(1);
    }
    free(ids);
    free(flags);
    hs_scratch_t *scratch = NULL;
    if (hs_alloc_scratch(database, &scratch) != HS_SUCCESS) {
        must(NULL);
    }
    s->database = database;
    s->scratch = scratch;
}

static void answer(struct search *s, char *line)
{
    const char *command = strtok(line, " \n");
    const char *first = strtok(NULL, " \n");
    const char *second = strtok(NULL, " \n");
    if (command == NULL || first == NULL) {
        fputs("hyperscan_peer: no such command\n", stderr);
        exit(64);
    }
    if (strcmp(command, "round") == 0) {
        run_round(s, strtoul(first, NULL, 10));
    } else if (strcmp(command, "spans") == 0 && second != NULL) {
        write_spans(s, first, strtoul(second, NULL, 10));
    }
    fflush(stdout);
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fputs("usage: hyperscan_peer hyperscan NAMES ARTICLES COUNT\n", stderr);
        return 64;
    }
    struct search s = {.article = 0};
    read_pieces(&s.names, argv[2], '\n');
    read_pieces(&s.articles, argv[3], '\0');
    const size_t count = strtoul(argv[4], NULL, 10);
    s.articles.count = count < s.articles.count ? count : s.articles.count;
    const size_t before = resident_bytes();
    const double begin = cpu_seconds();
    build(&s);
    const double build_s = cpu_seconds() - begin;
    printf("{\"build_s\": %.9f, \"bytes\": %zu}\n", build_s,
           resident_bytes() - before);
    fflush(stdout);
    char line[4096];
    while (fgets(line, sizeof(line), stdin) != NULL) {
        answer(&s, line);
    }
    hs_free_scratch(s.scratch);
    hs_free_database(s.database);
    free_pieces(&s.names);
    free_pieces(&s.articles);
    free(s.spans);
    return 0;
}

#else

#include <stdio.h>

int main(void)
{
    fputs("hyperscan_peer: built without Hyperscan\n", stderr);
    return 1;
}

#endif
