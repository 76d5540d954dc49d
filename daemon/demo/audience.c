#include "daemon/demo/audience.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "codecs/event_decode.h"
#include "daemon/base/arena.h"
#include "daemon/base/buffer.h"
#include "daemon/commands/event_line.h"

enum { ARENA_BYTES = 16 << 20 };

struct gz_audience {
    struct gz_arena *arena;
    struct gz_buffer line;
    uint64_t fingerprint;
    uint64_t events;
    bool colours;
};

enum gz_status gz_audience_new(uint64_t fingerprint, bool colours,
                               struct gz_audience **out, struct gz_error *err)
{
    *out = NULL;
    struct gz_audience *a = calloc(1, sizeof(*a));
    if (a != NULL) {
        a->arena = gz_arena_new(ARENA_BYTES);
        a->fingerprint = fingerprint;
        a->colours = colours;
        gz_buffer_init(&a->line, 0);
    }
    if (a == NULL || a->arena == NULL) {
        gz_audience_free(a);
        return gz_error_set(err, GZ_NO_MEMORY, "no memory for the demo");
    }
    *out = a;
    return GZ_OK;
}

void gz_audience_free(struct gz_audience *a)
{
    if (a != NULL) {
        gz_arena_free(a->arena);
        gz_buffer_fini(&a->line);
        free(a);
    }
}

void gz_audience_article(struct gz_audience *a, struct gz_str name)
{
    printf("%s> " GZ_STR_FMT "%s\n", a->colours ? "\x1b[2m" : "",
           GZ_STR_ARG(name), a->colours ? "\x1b[0m" : "");
    fflush(stdout);
}

enum gz_status gz_audience_event(struct gz_audience *a, struct gz_str value,
                                 struct gz_error *err)
{
    const struct gz_event *event = NULL;
    gz_arena_reset(a->arena);
    const enum gz_status st = gz_event_decode_single_object(
        value, a->fingerprint, a->arena, &event, err);
    if (st != GZ_OK) {
        return st;
    }
    gz_buffer_clear(&a->line);
    gz_event_line_append(event, a->colours, &a->line);
    gz_buffer_print(&a->line, stdout);
    fflush(stdout);
    a->events++;
    return GZ_OK;
}

uint64_t gz_audience_events(const struct gz_audience *a)
{
    return a->events;
}

void gz_audience_counts(const struct gz_audience *a, int64_t articles,
                        int64_t dead_letters)
{
    printf("\n%" PRId64 " articles, %" PRIu64 " entity events, %" PRId64
           " dead letters\n",
           articles, a->events, dead_letters);
    fflush(stdout);
}
