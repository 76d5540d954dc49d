// Any bytes as an event.  What is accepted must survive a round trip.

#include <assert.h>
#include <string.h>

#include "codecs/event_decode.h"
#include "codecs/event_encode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_round_trip(const struct gz_event *event,
                             struct gz_arena *arena)
{
    struct gz_buffer one;
    struct gz_buffer two;
    struct gz_buffer json;
    const struct gz_event *back = NULL;
    gz_buffer_init(&one, 0);
    gz_buffer_init(&two, 0);
    gz_buffer_init(&json, 0);
    gz_event_encode(event, &one);
    gz_event_encode_json(event, &json);
    if (gz_buffer_status(&one) == GZ_OK &&
        gz_event_decode(gz_buffer_str(&one), arena, &back, NULL) == GZ_OK) {
        gz_event_encode(back, &two);
        assert(gz_str_eq(gz_buffer_str(&one), gz_buffer_str(&two)));
    }
    gz_buffer_fini(&one);
    gz_buffer_fini(&two);
    gz_buffer_fini(&json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct gz_str bytes = {(const char *)data, size};
    const struct gz_event *event = NULL;
    struct gz_arena *arena = gz_arena_new(1 << 20);
    if (arena == NULL) {
        return 0;
    }
    if (gz_event_decode(bytes, arena, &event, NULL) == GZ_OK) {
        check_round_trip(event, arena);
    }
    (void)!gz_event_decode_single_object(bytes, 1, arena, &event, NULL);
    gz_arena_free(arena);
    return 0;
}
