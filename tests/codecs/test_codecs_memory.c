// Every allocation of the codecs fails once: the status says so, nothing
// leaks and nothing crashes (the sanitizers look on).

#include "codecs/decode.h"
#include "codecs/event_container.h"
#include "codecs/event_decode.h"
#include "codecs/event_encode.h"
#include "codecs/event_probe.h"
#include "codecs/event_schema.h"
#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

enum { ARENA_BYTES = 1 << 20 };

static const char *const article =
    "{\"id\":7,\"title\":\"t\",\"body\":\"b\",\"source\":{\"name\":\"s\"}}";

static enum gz_status decode(enum gz_article_format format)
{
    const struct gz_decode_options options = {.format = format};
    struct gz_arena *arena = gz_arena_new(ARENA_BYTES);
    struct gz_decoder *d = NULL;
    struct gz_article a;
    struct gz_decode_failure f;
    enum gz_status st = GZ_NO_MEMORY;
    if (arena != NULL) {
        st = gz_decoder_new(&options, &d, NULL);
    }
    if (st == GZ_OK) {
        st = gz_decode(d, gz_str_z(article), arena, &a, &f);
        CHECK(st == GZ_OK || f.code == GZ_DECODE_NO_MEMORY);
    }
    gz_decoder_free(d);
    gz_arena_free(arena);
    return st;
}

static enum gz_status decode_json(void)
{
    return decode(GZ_ARTICLE_JSON);
}

static enum gz_status decode_text(void)
{
    return decode(GZ_ARTICLE_TEXT);
}

static enum gz_status round_trip(void)
{
    struct gz_buffer bytes;
    const struct gz_event *event = NULL;
    struct gz_arena *arena = gz_arena_new(ARENA_BYTES);
    gz_buffer_init(&bytes, 0);
    gz_event_encode(gz_event_probe(), &bytes);
    enum gz_status st = arena != NULL ? gz_buffer_status(&bytes) : GZ_NO_MEMORY;
    if (st == GZ_OK) {
        st = gz_event_decode(gz_buffer_str(&bytes), arena, &event, NULL);
    }
    if (st == GZ_OK) {
        gz_event_encode_json(event, &bytes);
        st = gz_buffer_status(&bytes);
    }
    gz_buffer_fini(&bytes);
    gz_arena_free(arena);
    return st;
}

static enum gz_status container(void)
{
    struct gz_event_schema *schema = NULL;
    struct gz_event_container *c = NULL;
    enum gz_status st = gz_event_schema_new(&schema, NULL);
    if (st == GZ_OK) {
        st = gz_event_container_open(schema, "/dev/null", &c, NULL);
    }
    if (st == GZ_OK) {
        st = gz_event_container_append(c, GZ_STR_LIT("x"), NULL);
        const enum gz_status closed = gz_event_container_close(c, NULL);
        st = st == GZ_OK ? closed : st;
    }
    gz_event_schema_free(schema);
    return st;
}

static void fail_each(enum gz_status (*work)(void))
{
    for (long n = 1;; n++) {
        gz_alloc_fail_at(n);
        const enum gz_status st = work();
        if (!gz_alloc_failed()) {
            CHECK_OK(st);
            break;
        }
        CHECK_EQ(st, GZ_NO_MEMORY);
    }
    gz_alloc_fail_at(0);
}

int main(void)
{
    fail_each(decode_json);
    fail_each(decode_text);
    fail_each(round_trip);
    fail_each(container);
    return 0;
}
