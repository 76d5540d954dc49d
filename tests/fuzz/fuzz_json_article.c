// Any bytes as a JSON article: usual names, and a map with nested pointers.

#include <assert.h>

#include "codecs/decode.h"
#include "codecs/json_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const body[] = {"/body", "/doc/parts/1/text", "", NULL};
static const char *const when[] = {"/date", "/meta/when", NULL};

static void check(const struct gz_article *a)
{
    assert(a->id.len_bytes > 0);
    assert(a->body.len_bytes > 0);
    assert(gz_json_reader_valid_utf8(a->id));
    assert(gz_json_reader_valid_utf8(a->title));
    assert(gz_json_reader_valid_utf8(a->body));
    assert(a->body.ptr[a->body.len_bytes] == '\0');
}

static void decode(const struct gz_decode_options *options, struct gz_str input,
                   struct gz_arena *arena)
{
    struct gz_decoder *d = NULL;
    struct gz_article a;
    struct gz_decode_failure f;
    if (gz_decoder_new(options, &d, NULL) != GZ_OK) {
        return;
    }
    // Twice: what is kept from input to input must not matter.
    for (int i = 0; i < 2; i++) {
        gz_arena_reset(arena);
        if (gz_decode(d, input, arena, &a, &f) == GZ_OK) {
            check(&a);
        } else {
            assert(f.code != GZ_DECODE_OK && f.message[0] != '\0');
        }
    }
    gz_decoder_free(d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct gz_decode_options options[] = {
        {.format = GZ_ARTICLE_JSON},
        {.format = GZ_ARTICLE_TEXT},
        {
            .format = GZ_ARTICLE_JSON,
            .limit_depth = 5,
            .pointers =
                {[GZ_ARTICLE_BODY] = body, [GZ_ARTICLE_PUBLISHED] = when},
        },
    };
    struct gz_arena *arena = gz_arena_new(4 << 20);
    for (size_t i = 0; arena != NULL && i < 3; i++) {
        decode(&options[i], gz_str_of((const char *)data, size), arena);
    }
    gz_arena_free(arena);
    return 0;
}
