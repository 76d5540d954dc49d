// Any bytes as an event and as an alert in JSON.  What is accepted must survive
// being written and read again.

#include <assert.h>

#include "codecs/alert_decode.h"
#include "codecs/alert_encode.h"
#include "codecs/event_decode.h"
#include "codecs/event_encode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct forms {
    struct gz_buffer json;
    struct gz_buffer binary;
};

// Of src; false when it is refused.
typedef bool take_fn(const struct gz_source *src, struct gz_arena *arena,
                     struct forms *out);

static bool take_alert(const struct gz_source *src, struct gz_arena *arena,
                       struct forms *out)
{
    const struct gz_alert_event *alert = NULL;
    if (gz_alert_decode_json(src, arena, &alert, NULL) != GZ_OK) {
        return false;
    }
    gz_alert_encode_json(alert, &out->json);
    gz_alert_encode(alert, &out->binary);
    return true;
}

static bool take_event(const struct gz_source *src, struct gz_arena *arena,
                       struct forms *out)
{
    const struct gz_event *event = NULL;
    if (gz_event_decode_json(src, arena, &event, NULL) != GZ_OK) {
        return false;
    }
    gz_event_encode_json(event, &out->json);
    gz_event_encode(event, &out->binary);
    return true;
}

static void check(take_fn *take, const struct gz_source *src,
                  struct gz_arena *arena)
{
    struct forms one;
    struct forms two;
    struct gz_source again;
    gz_buffer_init(&one.json, 0);
    gz_buffer_init(&one.binary, 0);
    gz_buffer_init(&two.json, 0);
    gz_buffer_init(&two.binary, 0);
    if (take(src, arena, &one) &&
        gz_source_init(&again, "again", gz_buffer_str(&one.json)) == GZ_OK) {
        const bool taken = take(&again, arena, &two);
        assert(taken);
        assert(
            gz_str_eq(gz_buffer_str(&one.binary), gz_buffer_str(&two.binary)));
        gz_source_fini(&again);
    }
    gz_buffer_fini(&one.json);
    gz_buffer_fini(&one.binary);
    gz_buffer_fini(&two.json);
    gz_buffer_fini(&two.binary);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct gz_source src;
    struct gz_arena *arena = gz_arena_new((size_t)16 << 20);
    if (arena != NULL && size <= 65536 &&
        gz_source_init(&src, "input", gz_str_of((const char *)data, size)) ==
            GZ_OK) {
        check(take_alert, &src, arena);
        check(take_event, &src, arena);
        gz_source_fini(&src);
    }
    gz_arena_free(arena);
    return 0;
}
