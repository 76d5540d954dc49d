// Lines about duplicates, conflicts and merges as they come, and a search for
// ambiguous names at the end.

#include "rules/gazetteer/compile/list_findings.h"

#include <stdlib.h>

#include "rules/gazetteer/lists/name_list.h"

// A place is the number of a source and a byte of it.
enum { OFFSET_BITS = 40 };

void gz_list_findings_init(struct gz_list_findings *f, FILE *out)
{
    *f = (struct gz_list_findings){.out = out};
}

void gz_list_findings_fini(struct gz_list_findings *f)
{
    free(f->sources);
    free(f->entity_places);
    free(f->name_places);
    gz_list_findings_init(f, NULL);
}

enum gz_status gz_list_findings_open(struct gz_list_findings *f,
                                     const struct gz_source *src)
{
    if (f->out == NULL) {
        return GZ_OK;
    }
    const struct gz_source **sources =
        realloc(f->sources, (f->source_count + 1) * sizeof(struct gz_source *));
    if (sources == NULL) {
        return GZ_NO_MEMORY;
    }
    f->sources = sources;
    f->sources[f->source_count++] = src;
    return GZ_OK;
}

uint64_t gz_list_findings_place(const struct gz_list_findings *f,
                                size_t offset_bytes)
{
    return (uint64_t)(f->source_count - 1) << OFFSET_BITS | offset_bytes;
}

static enum gz_status note(const struct gz_list_findings *f, uint64_t **places,
                           size_t *cap, uint32_t number, uint64_t place)
{
    if (f->out == NULL) {
        return GZ_OK;
    }
    if (number >= *cap) {
        const size_t wanted = number < 512 ? 1024 : (size_t)number * 2;
        uint64_t *more = realloc(*places, wanted * sizeof(*more));
        if (more == NULL) {
            return GZ_NO_MEMORY;
        }
        *places = more;
        *cap = wanted;
    }
    (*places)[number] = place;
    return GZ_OK;
}

enum gz_status gz_list_findings_entity(struct gz_list_findings *f,
                                       uint32_t entity, size_t offset_bytes)
{
    return note(f, &f->entity_places, &f->entity_cap, entity,
                gz_list_findings_place(f, offset_bytes));
}

enum gz_status gz_list_findings_name(struct gz_list_findings *f, uint32_t name,
                                     size_t offset_bytes)
{
    return gz_list_findings_name_at(f, name,
                                    gz_list_findings_place(f, offset_bytes));
}

enum gz_status gz_list_findings_name_at(struct gz_list_findings *f,
                                        uint32_t name, uint64_t place)
{
    return note(f, &f->name_places, &f->name_cap, name, place);
}

static void print_place(const struct gz_list_findings *f, uint64_t place)
{
    const struct gz_source *src = f->sources[place >> OFFSET_BITS];
    const uint64_t offset = place & (((uint64_t)1 << OFFSET_BITS) - 1);
    fputs(src->name, f->out);
    if (src->len_bytes > 0) {  // an image has no lines
        fprintf(f->out, ":%u", gz_source_place(src, offset).line);
    }
}

static struct gz_str id_of(const struct gz_catalog *c, uint32_t entity)
{
    return c->entities[gz_catalog_lead(c, entity)].id;
}

static void print_policy(FILE *out, const struct gz_name_policy *policy)
{
    static const char *const flags[] = {"context", "ticker", "stop", "word"};
    fputs(gz_name_case_name(policy->name_case), out);
    for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
        if ((policy->flags >> i & 1) != 0) {
            fprintf(out, ",%s", flags[i]);
        }
    }
}

void gz_list_findings_duplicate(struct gz_list_findings *f,
                                const struct gz_catalog *c, uint32_t name,
                                const struct gz_catalog_name *again,
                                size_t offset_bytes)
{
    const struct gz_catalog_name *first = &c->names[name];
    const bool conflict = first->policy.name_case != again->policy.name_case ||
                          first->policy.flags != again->policy.flags;
    f->duplicates++;
    f->conflicts += conflict;
    if (f->out == NULL) {
        return;
    }
    const struct gz_str id = id_of(c, first->entity);
    print_place(f, gz_list_findings_place(f, offset_bytes));
    fprintf(f->out, ": %s: \"" GZ_STR_FMT "\" of " GZ_STR_FMT,
            conflict ? "policy" : "duplicate", GZ_STR_ARG(first->spelling),
            GZ_STR_ARG(id));
    if (conflict) {
        fputs(" is ", f->out);
        print_policy(f->out, &again->policy);
        fputs(" here; ", f->out);
        print_policy(f->out, &first->policy);
        fputs(" in ", f->out);
        print_place(f, f->name_places[name]);
        fputs(" counts\n", f->out);
    } else {
        fputs(" stands in ", f->out);
        print_place(f, f->name_places[name]);
        fputs(" already\n", f->out);
    }
}

void gz_list_findings_conflict(struct gz_list_findings *f,
                               const struct gz_catalog *c, uint64_t place,
                               const struct gz_catalog_name *made,
                               const char *rule, uint32_t name)
{
    if (f->out == NULL) {
        return;
    }
    print_place(f, place);
    fprintf(f->out,
            ": conflict: \"" GZ_STR_FMT "\" of " GZ_STR_FMT
            ", made by %s, is left out; " GZ_STR_FMT " is called so in ",
            GZ_STR_ARG(made->spelling), GZ_STR_ARG(id_of(c, made->entity)),
            rule, GZ_STR_ARG(id_of(c, c->names[name].entity)));
    print_place(f, f->name_places[name]);
    fputc('\n', f->out);
}

void gz_list_findings_merge(struct gz_list_findings *f,
                            const struct gz_catalog *c, uint32_t one,
                            uint32_t other, size_t offset_bytes)
{
    if (f->out == NULL) {
        return;
    }
    const uint32_t lead = one < other ? one : other;
    const uint32_t follower = one < other ? other : one;
    print_place(f, gz_list_findings_place(f, offset_bytes));
    fprintf(f->out, ": merged: " GZ_STR_FMT " of ",
            GZ_STR_ARG(c->entities[follower].id));
    print_place(f, f->entity_places[follower]);
    fprintf(f->out, " is " GZ_STR_FMT " of ", GZ_STR_ARG(c->entities[lead].id));
    print_place(f, f->entity_places[lead]);
    fputc('\n', f->out);
}

// Two sets of bits by a hash of the key: seen once, and seen again.  Names
// whose bit is in the second are few, and only they are compared.
struct sieve {
    uint64_t *once;  // owned
    uint64_t *again;
    unsigned shift;  // key bits that are no bit number
};

static enum gz_status sieve_init(struct sieve *s, uint32_t count)
{
    enum { BITS_PER_NAME = 8, LOG2_MIN = 10 };
    unsigned log2 = LOG2_MIN;
    while ((uint64_t)1 << log2 < (uint64_t)count * BITS_PER_NAME) {
        log2++;
    }
    const size_t words = (size_t)1 << (log2 - 6);
    s->once = calloc(words, sizeof(uint64_t));
    s->again = calloc(words, sizeof(uint64_t));
    s->shift = 64 - log2;
    return s->once == NULL || s->again == NULL ? GZ_NO_MEMORY : GZ_OK;
}

static void sieve_fini(struct sieve *s)
{
    free(s->once);
    free(s->again);
}

static uint64_t bit_of(const struct sieve *s, uint64_t key, size_t *word)
{
    const uint64_t bit = key * 0x9e3779b97f4a7c15U >> s->shift;
    *word = bit >> 6;
    return (uint64_t)1 << (bit & 63);
}

static void sieve_fill(struct sieve *s, const struct gz_catalog *c)
{
    for (uint32_t i = 0; i < c->name_count; i++) {
        size_t word;
        const uint64_t bit = bit_of(s, c->names[i].key, &word);
        s->again[word] |= s->once[word] & bit;
        s->once[word] |= bit;
    }
}

// Names that may have the spelling of another.
struct suspect {
    const struct gz_catalog_name *name;
    uint32_t number;
    uint32_t lead;
};

struct suspects {
    struct suspect *items;  // owned
    size_t count;
};

static enum gz_status find_suspects(const struct sieve *s,
                                    const struct gz_catalog *c,
                                    struct suspects *out)
{
    size_t cap = 0;
    for (uint32_t i = 0; i < c->name_count; i++) {
        size_t word;
        const uint64_t bit = bit_of(s, c->names[i].key, &word);
        if ((s->again[word] & bit) == 0) {
            continue;
        }
        if (out->count == cap) {
            cap = cap == 0 ? 256 : cap * 2;
            struct suspect *more = realloc(out->items, cap * sizeof(*more));
            if (more == NULL) {
                return GZ_NO_MEMORY;
            }
            out->items = more;
        }
        out->items[out->count++] = (struct suspect){
            &c->names[i], i, gz_catalog_lead(c, c->names[i].entity)};
    }
    return GZ_OK;
}

// Names that are spelt alike stand together, in the order of the lists.
static int compare_spelling(const void *left, const void *right)
{
    const struct suspect *a = left;
    const struct suspect *b = right;
    if (a->name->key != b->name->key) {
        return a->name->key < b->name->key ? -1 : 1;
    }
    const int by_text = gz_str_compare(a->name->spelling, b->name->spelling);
    if (by_text != 0) {
        return by_text;
    }
    return a->number < b->number ? -1 : a->number > b->number;
}

static size_t run_end(const struct suspects *s, size_t begin)
{
    const struct gz_catalog_name *first = s->items[begin].name;
    size_t end = begin + 1;
    while (end < s->count && s->items[end].name->key == first->key &&
           gz_str_eq(s->items[end].name->spelling, first->spelling)) {
        end++;
    }
    return end;
}

// A run of names that are spelt alike.
struct run {
    uint32_t first;  // number of a name
    size_t begin;
    size_t end;
};

static bool is_shared(const struct suspects *s, size_t begin, size_t end)
{
    for (size_t i = begin + 1; i < end; i++) {
        if (s->items[i].lead != s->items[begin].lead) {
            return true;
        }
    }
    return false;
}

static int compare_run(const void *left, const void *right)
{
    const struct run *a = left;
    const struct run *b = right;
    return a->first < b->first ? -1 : a->first > b->first;
}

static int compare_lead(const void *left, const void *right)
{
    const struct suspect *a = left;
    const struct suspect *b = right;
    if (a->lead != b->lead) {
        return a->lead < b->lead ? -1 : 1;
    }
    return a->number < b->number ? -1 : a->number > b->number;
}

static void print_shared(const struct gz_list_findings *f,
                         const struct gz_catalog *c, struct suspects *s,
                         const struct run *run)
{
    print_place(f, f->name_places[run->first]);
    fprintf(f->out, ": ambiguous: \"" GZ_STR_FMT "\" is ",
            GZ_STR_ARG(c->names[run->first].spelling));
    qsort(&s->items[run->begin], run->end - run->begin, sizeof(*s->items),
          compare_lead);
    for (size_t i = run->begin; i < run->end; i++) {
        const struct suspect *one = &s->items[i];
        if (i > run->begin && one->lead == one[-1].lead) {
            continue;
        }
        const struct gz_str id = c->entities[one->lead].id;
        fprintf(f->out, "%s" GZ_STR_FMT " (", i == run->begin ? "" : ", ",
                GZ_STR_ARG(id));
        print_place(f, f->name_places[one->number]);
        fputc(')', f->out);
    }
    fputc('\n', f->out);
}

static enum gz_status report_shared(struct gz_list_findings *f,
                                    const struct gz_catalog *c,
                                    struct suspects *s)
{
    struct run *runs = calloc(s->count / 2 + 1, sizeof(*runs));
    if (runs == NULL) {
        return GZ_NO_MEMORY;
    }
    size_t count = 0;
    qsort(s->items, s->count, sizeof(*s->items), compare_spelling);
    for (size_t i = 0; i < s->count;) {
        const size_t end = run_end(s, i);
        if (is_shared(s, i, end)) {
            runs[count++] = (struct run){s->items[i].number, i, end};
        }
        i = end;
    }
    f->ambiguous += count;
    qsort(runs, count, sizeof(*runs), compare_run);
    for (size_t i = 0; f->out != NULL && i < count; i++) {
        print_shared(f, c, s, &runs[i]);
    }
    free(runs);
    return GZ_OK;
}

void gz_list_findings_renumber(struct gz_list_findings *f,
                               const uint32_t *numbers, uint32_t count)
{
    for (uint32_t i = 0; f->out != NULL && i < count; i++) {
        if (numbers[i] != GZ_CATALOG_NONE) {
            f->name_places[numbers[i]] = f->name_places[i];
        }
    }
}

enum gz_status gz_list_findings_finish(struct gz_list_findings *f,
                                       const struct gz_catalog *c)
{
    struct sieve sieve;
    struct suspects suspects = {NULL, 0};
    enum gz_status st = sieve_init(&sieve, c->name_count);
    if (st == GZ_OK) {
        sieve_fill(&sieve, c);
        st = find_suspects(&sieve, c, &suspects);
    }
    if (st == GZ_OK && suspects.count > 0) {
        st = report_shared(f, c, &suspects);
    }
    free(suspects.items);
    sieve_fini(&sieve);
    return st;
}
