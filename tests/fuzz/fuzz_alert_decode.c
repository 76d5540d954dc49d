// Any bytes as an alert.  What is accepted must survive a round trip.

#include <assert.h>

#include "codecs/alert_decode.h"
#include "codecs/alert_encode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_round_trip(const struct gz_alert_event *alert,
                             struct gz_arena *arena)
{
    struct gz_buffer one;
    struct gz_buffer two;
    struct gz_buffer json;
    const struct gz_alert_event *back = NULL;
    gz_buffer_init(&one, 0);
    gz_buffer_init(&two, 0);
    gz_buffer_init(&json, 0);
    gz_alert_encode(alert, &one);
    gz_alert_encode_json(alert, &json);
    if (gz_buffer_status(&one) == GZ_OK &&
        gz_alert_decode(gz_buffer_str(&one), arena, &back, NULL) == GZ_OK) {
        gz_alert_encode(back, &two);
        assert(gz_str_eq(gz_buffer_str(&one), gz_buffer_str(&two)));
    }
    gz_buffer_fini(&one);
    gz_buffer_fini(&two);
    gz_buffer_fini(&json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct gz_str bytes = {(const char *)data, size};
    const struct gz_alert_event *alert = NULL;
    struct gz_arena *arena = gz_arena_new(1 << 20);
    if (arena == NULL) {
        return 0;
    }
    if (gz_alert_decode(bytes, arena, &alert, NULL) == GZ_OK) {
        check_round_trip(alert, arena);
    }
    (void)!gz_alert_decode_single_object(bytes, 1, arena, &alert, NULL);
    gz_arena_free(arena);
    return 0;
}
