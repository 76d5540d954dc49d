#include "daemon/commands/event_file.h"

#include <stdio.h>
#include <stdlib.h>

#include "codecs/event_decode.h"
#include "codecs/event_encode.h"
#include "daemon/base/source.h"

enum {
    LIMIT_BYTES = 1 << 30,
    LINE_ARENA_BYTES = 64 << 20,
};

struct reading {
    const char *name;
    struct gz_arena *arena;  // of all events
    struct gz_arena *line;   // of one
    struct gz_buffer binary;
    const struct gz_event **events;
    size_t count;
    size_t room;
    int64_t last_ms;  // time of the event before
    struct gz_error *err;
};

static enum gz_status out_of_memory(struct reading *r)
{
    return gz_error_set(r->err, GZ_NO_MEMORY,
                        "%s: more events than there is memory for", r->name);
}

static enum gz_status grow(struct reading *r)
{
    const size_t room = r->room > 0 ? 2 * r->room : 1024;
    const struct gz_event **events =
        GZ_ARENA_ARRAY(r->arena, const struct gz_event *, room);
    if (events == NULL) {
        return out_of_memory(r);
    }
    for (size_t i = 0; i < r->count; i++) {
        events[i] = r->events[i];
    }
    r->events = events;
    r->room = room;
    return GZ_OK;
}

// An event of `gazetted extract` was never taken in.
static void set_time(struct reading *r, struct gz_event_article *a)
{
    if (a->ingested_ms <= 0) {
        a->ingested_ms = a->published_ms > 0 ? a->published_ms : r->last_ms;
    }
    r->last_ms = a->ingested_ms;
}

// By way of the binary form: the tree of the text is far larger.
static enum gz_status keep(struct reading *r, const struct gz_event *event)
{
    const struct gz_event *kept = NULL;
    struct gz_event_article article = *event->article;
    struct gz_event timed = *event;
    timed.article = &article;
    set_time(r, &article);
    gz_buffer_clear(&r->binary);
    gz_event_encode(&timed, &r->binary);
    if (gz_buffer_status(&r->binary) != GZ_OK ||
        (r->count == r->room && grow(r) != GZ_OK)) {
        return out_of_memory(r);
    }
    const enum gz_status st =
        gz_event_decode(gz_buffer_str(&r->binary), r->arena, &kept, r->err);
    if (st == GZ_OK) {
        r->events[r->count++] = kept;
    }
    return st == GZ_NO_MEMORY ? out_of_memory(r) : st;
}

static enum gz_status take_line(struct reading *r, struct gz_str line,
                                size_t number)
{
    const struct gz_event *event = NULL;
    struct gz_source src;
    gz_arena_reset(r->line);
    if (gz_source_init(&src, r->name, line) != GZ_OK) {
        return out_of_memory(r);
    }
    src.lines_before = (uint32_t)number - 1;
    const enum gz_status st =
        gz_event_decode_json(&src, r->line, &event, r->err);
    gz_source_fini(&src);
    return st == GZ_OK ? keep(r, event) : st;
}

static enum gz_status take_lines(struct reading *r, const struct gz_source *src)
{
    struct gz_str rest = gz_str_of(src->text, src->len_bytes);
    enum gz_status first = GZ_OK;
    for (size_t number = 1; rest.ptr != NULL && first != GZ_NO_MEMORY;
         number++) {
        const struct gz_str line = gz_str_trim(gz_str_cut(&rest, '\n'));
        const enum gz_status st =
            line.len_bytes > 0 ? take_line(r, line, number) : GZ_OK;
        first = first == GZ_OK || st == GZ_NO_MEMORY ? st : first;
    }
    return first;
}

// Those of the same moment stay in their order.
struct place {
    const struct gz_event *event;
    size_t at;
};

static int by_time(const void *left, const void *right)
{
    const struct place *a = left;
    const struct place *b = right;
    const int64_t a_ms = a->event->article->ingested_ms;
    const int64_t b_ms = b->event->article->ingested_ms;
    if (a_ms != b_ms) {
        return a_ms < b_ms ? -1 : 1;
    }
    return a->at < b->at ? -1 : 1;
}

static enum gz_status sort(struct reading *r)
{
    struct place *places = calloc(r->count + 1, sizeof(*places));
    if (places == NULL) {
        return out_of_memory(r);
    }
    for (size_t i = 0; i < r->count; i++) {
        places[i] = (struct place){r->events[i], i};
    }
    qsort(places, r->count, sizeof(*places), by_time);
    for (size_t i = 0; i < r->count; i++) {
        r->events[i] = places[i].event;
    }
    free(places);
    return GZ_OK;
}

enum gz_status gz_event_file_load(const char *path, struct gz_arena *arena,
                                  const struct gz_event ***out, size_t *count,
                                  struct gz_error *err)
{
    struct reading r = {.arena = arena, .last_ms = 1, .err = err};
    struct gz_source src = {.name = NULL};
    enum gz_status st = gz_source_load(&src, path, LIMIT_BYTES, err);
    gz_buffer_init(&r.binary, 0);
    r.line = gz_arena_new(LINE_ARENA_BYTES);
    if (st == GZ_OK) {
        r.name = src.name;
        st = r.line != NULL ? take_lines(&r, &src) : out_of_memory(&r);
    }
    st = st == GZ_OK ? sort(&r) : st;
    gz_source_fini(&src);
    gz_buffer_fini(&r.binary);
    gz_arena_free(r.line);
    *out = r.events;
    *count = r.count;
    return st;
}
