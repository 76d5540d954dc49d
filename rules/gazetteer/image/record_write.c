// Names in the order of their keys are cut into parts, which several threads
// write; record_part.c knows how.

#include "rules/gazetteer/image/record_write.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/base/huge_pages.h"
#include "daemon/base/parallel.h"
#include "rules/gazetteer/image/name_record.h"
#include "rules/gazetteer/image/radix.h"
#include "rules/gazetteer/image/record_part.h"
#include "rules/gazetteer/image/record_text.h"

struct writer {
    struct gz_record_shared shared;
    struct gz_record_sections *out;
    struct gz_record_text text;    // owned
    struct gz_record_key *sorted;  // owned
    struct gz_record_part *parts;  // owned; the last is for the homeless
    size_t part_count;             // that one aside
};

void gz_record_sections_init(struct gz_record_sections *s)
{
    memset(s, 0, sizeof(*s));
}

void gz_record_sections_fini(struct gz_record_sections *s)
{
    for (size_t i = 0; i < s->part_count; i++) {
        gz_buffer_fini(&s->parts[i]);
    }
    free(s->parts);
    free(s->records);
    free(s->homes);
    gz_record_sections_init(s);
}

static enum gz_status sort_names(struct writer *w)
{
    enum { SLICES = 64 };  // so that threads have something to share
    const struct gz_catalog *c = w->shared.catalog;
    const uint32_t count = c->name_count;
    struct gz_radix_part slices[SLICES];
    struct gz_record_key *keys = gz_huge_pages_alloc(count, sizeof(*keys));
    if (keys == NULL) {
        return GZ_NO_MEMORY;
    }
    for (uint32_t i = 0; i < count; i++) {
        keys[i] = (struct gz_record_key){c->names[i].key, i};
    }
    for (size_t i = 0; i < SLICES; i++) {
        const size_t begin = i * count / SLICES;
        const size_t end = (i + 1) * count / SLICES;
        slices[i] = (struct gz_radix_part){keys + begin, end - begin};
    }
    const enum gz_status st =
        gz_radix_gather16(slices, SLICES, w->sorted, c->threads);
    free(keys);
    return st;
}

// The end of a group at or behind a place in the sorted names.
static uint32_t group_end(const struct writer *w, uint64_t at)
{
    const uint32_t count = w->shared.catalog->name_count;
    while (at > 0 && at < count && w->sorted[at].key == w->sorted[at - 1].key) {
        at++;
    }
    return (uint32_t)at;
}

// Parts of like size, whatever the number of threads.
static enum gz_status cut_parts(struct writer *w)
{
    enum { PARTS_MAX = 64, NAMES_MIN = 4096 };
    const uint32_t count = w->shared.catalog->name_count;
    const size_t wanted = 1 + count / NAMES_MIN;
    const size_t parts = wanted < PARTS_MAX ? wanted : PARTS_MAX;
    w->parts = calloc(parts + 1, sizeof(*w->parts));
    w->out->parts = calloc(parts + 1, sizeof(*w->out->parts));
    if (w->parts == NULL || w->out->parts == NULL) {
        return GZ_NO_MEMORY;
    }
    w->part_count = parts;
    w->out->part_count = parts + 1;
    uint32_t begin = 0;
    for (size_t i = 0; i <= parts; i++) {
        const uint64_t near =
            i < parts ? (uint64_t)count * (i + 1) / parts : count;
        gz_buffer_init(&w->out->parts[i], UINT32_MAX);
        gz_record_part_init(&w->parts[i], &w->shared, &w->out->parts[i]);
        w->parts[i].begin = begin;
        begin = group_end(w, near < begin ? begin : near);
        w->parts[i].end = begin;
    }
    return GZ_OK;
}

static void on_write(void *context, size_t part, unsigned thread)
{
    (void)thread;
    gz_record_part_write(&((struct writer *)context)->parts[part]);
}

static void on_move(void *context, size_t part, unsigned thread)
{
    (void)thread;
    gz_record_part_move(&((struct writer *)context)->parts[part]);
}

static void on_fill(void *context, size_t part, unsigned thread)
{
    (void)thread;
    gz_record_part_fill(&((struct writer *)context)->parts[part]);
}

// Where the parts begin that come behind each other, and what they have.
static enum gz_status add_up(struct writer *w)
{
    uint64_t base = 0;
    for (size_t i = 0; i <= w->part_count; i++) {
        struct gz_record_part *p = &w->parts[i];
        if (p->status != GZ_OK) {
            return p->status;
        }
        p->base = (uint32_t)base;
        base += p->names->len;
        if (base > UINT32_MAX) {
            return GZ_LIMIT;
        }
        w->out->name_count += p->name_count;
        w->out->entity_count += p->entity_count;
    }
    return GZ_OK;
}

static enum gz_status write_parts(struct writer *w)
{
    static const uint8_t zeros[GZ_NAME_SPARE_BYTES] = {0};
    const unsigned threads = w->shared.catalog->threads;
    gz_parallel_run(w->part_count, threads, on_write, w);
    gz_record_part_write_homeless(&w->parts[w->part_count]);
    struct gz_buffer *last = w->parts[w->part_count].names;
    gz_buffer_append(last, zeros, sizeof(zeros));
    enum gz_status st = add_up(w);
    st = st == GZ_OK ? gz_buffer_status(last) : st;
    if (st == GZ_OK) {
        gz_parallel_run(w->part_count + 1, threads, on_move, w);
        gz_parallel_run(w->part_count, threads, on_fill, w);
    }
    return st;
}

static enum gz_status writer_init(struct writer *w, const struct gz_catalog *c,
                                  struct gz_record_sections *out)
{
    const size_t names = (size_t)c->name_count + 1;
    const size_t entities = (size_t)c->entity_count + 1;
    *w = (struct writer){
        .out = out,
        .sorted = gz_huge_pages_alloc(names, sizeof(*w->sorted)),
    };
    out->homes = gz_huge_pages_alloc(entities, sizeof(*out->homes));
    out->records = gz_huge_pages_alloc(names, sizeof(*out->records));
    const enum gz_status st =
        gz_record_text_init(&w->text, c, &out->name_symbols, &out->id_symbols);
    if (w->sorted == NULL || out->homes == NULL || out->records == NULL) {
        return GZ_NO_MEMORY;
    }
    memset(out->homes, 0xff, entities * sizeof(*out->homes));
    w->shared = (struct gz_record_shared){
        .catalog = c,
        .text = &w->text,
        .sorted = w->sorted,
        .homes = out->homes,
        .records = out->records,
    };
    return st;
}

static void writer_fini(struct writer *w)
{
    for (size_t i = 0; i < w->out->part_count; i++) {
        gz_record_part_fini(&w->parts[i]);
    }
    free(w->parts);
    gz_record_text_fini(&w->text);
    free(w->sorted);
}

enum gz_status gz_record_write(const struct gz_catalog *c,
                               struct gz_record_sections *out)
{
    struct writer w;
    enum gz_status st = writer_init(&w, c, out);
    if (st == GZ_OK) {
        st = sort_names(&w);
    }
    if (st == GZ_OK) {
        st = cut_parts(&w);
    }
    if (st == GZ_OK) {
        st = write_parts(&w);
    }
    writer_fini(&w);
    return st;
}
