// Bytes to an article: limits, the choice of the decoder, the digest.

#include "codecs/decode.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codecs/decode_failure.h"
#include "codecs/decode_json.h"
#include "codecs/decode_text.h"
#include "daemon/base/hash.h"

enum {
    DEFAULT_LIMIT_BYTES = 1024 * 1024,
    DEFAULT_LIMIT_DEPTH = 64,
};

struct gz_decoder {
    struct gz_decode_options options;
    struct gz_sha256 *digest;
    struct gz_decode_json *json;  // NULL for other formats
};

enum gz_status gz_decoder_new(const struct gz_decode_options *options,
                              struct gz_decoder **out, struct gz_error *err)
{
    assert(options->format < GZ_ARTICLE_FORMAT_COUNT);
    *out = NULL;
    struct gz_decoder *d = calloc(1, sizeof(*d));
    if (d == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    d->options = *options;
    if (d->options.limit_bytes == 0) {
        d->options.limit_bytes = DEFAULT_LIMIT_BYTES;
    }
    if (d->options.limit_depth == 0) {
        d->options.limit_depth = DEFAULT_LIMIT_DEPTH;
    }
    enum gz_status st = GZ_OK;
    d->digest = gz_sha256_new();
    if (d->digest == NULL) {
        st = gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    if (st == GZ_OK && options->format == GZ_ARTICLE_JSON) {
        st = gz_decode_json_new(&d->options, &d->json, err);
    }
    if (st != GZ_OK) {
        gz_decoder_free(d);
        return st;
    }
    *out = d;
    return GZ_OK;
}

void gz_decoder_free(struct gz_decoder *d)
{
    if (d != NULL) {
        gz_sha256_free(d->digest);
        gz_decode_json_free(d->json);
        free(d);
    }
}

static enum gz_status check_size(const struct gz_decoder *d,
                                 struct gz_str input,
                                 struct gz_decode_failure *failure)
{
    if (input.len_bytes == 0) {
        return gz_decode_failure_set(failure, GZ_DECODE_EMPTY,
                                     "the input is empty");
    }
    if (input.len_bytes > d->options.limit_bytes) {
        return gz_decode_failure_set(
            failure, GZ_DECODE_TOO_LARGE,
            "the input has %zu bytes, the limit is %zu", input.len_bytes,
            d->options.limit_bytes);
    }
    return GZ_OK;
}

static void digest(const struct gz_decoder *d, struct gz_str input,
                   char hex[GZ_SHA256_HEX + 1])
{
    uint8_t sum[GZ_SHA256_BYTES];
    gz_sha256_reset(d->digest);
    gz_sha256_add(d->digest, input.ptr, input.len_bytes);
    gz_sha256_finish(d->digest, sum);
    gz_hex(sum, sizeof(sum), hex);
}

static enum gz_status name_by_digest(struct gz_arena *arena,
                                     struct gz_article *article,
                                     struct gz_decode_failure *failure)
{
    char id[sizeof("sha256:") + sizeof(article->sha256_hex)];
    snprintf(id, sizeof(id), "sha256:%s", article->sha256_hex);
    article->id = gz_arena_copy(arena, gz_str_z(id));
    if (article->id.ptr == NULL) {
        return gz_decode_failure_set(failure, GZ_DECODE_NO_MEMORY,
                                     "out of memory for the article");
    }
    return GZ_OK;
}

enum gz_status gz_decode(struct gz_decoder *d, struct gz_str input,
                         struct gz_arena *arena, struct gz_article *out,
                         struct gz_decode_failure *failure)
{
    memset(out, 0, sizeof(*out));
    out->published_ms = GZ_TIME_UNKNOWN;
    failure->code = GZ_DECODE_OK;
    failure->message[0] = '\0';

    enum gz_status st = check_size(d, input, failure);
    if (st != GZ_OK) {
        return st;
    }
    st = d->json != NULL
             ? gz_decode_json_run(d->json, input, arena, out, failure)
             : gz_decode_text(input, arena, out, failure);
    if (st != GZ_OK) {
        return st;
    }
    digest(d, input, out->sha256_hex);
    return out->id.len_bytes > 0 ? GZ_OK : name_by_digest(arena, out, failure);
}
