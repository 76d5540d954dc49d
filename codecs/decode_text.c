// Plain text to an article.

#include "codecs/decode_text.h"

#include "codecs/decode_failure.h"
#include "codecs/json_reader.h"

enum gz_status gz_decode_text(struct gz_str input, struct gz_arena *arena,
                              struct gz_article *out,
                              struct gz_decode_failure *failure)
{
    const struct gz_str mark = GZ_STR_LIT("\xEF\xBB\xBF");
    if (gz_str_starts(input, mark)) {
        input = gz_str_of(input.ptr + mark.len_bytes,
                          input.len_bytes - mark.len_bytes);
    }
    if (gz_str_trim(input).len_bytes == 0) {
        return gz_decode_failure_set(failure, GZ_DECODE_EMPTY,
                                     "the input is empty");
    }
    if (!gz_json_reader_valid_utf8(input)) {
        return gz_decode_failure_set(failure, GZ_DECODE_NOT_UTF8,
                                     "the input is not UTF-8");
    }
    out->body = gz_arena_copy(arena, input);
    if (out->body.ptr == NULL) {
        return gz_decode_failure_set(failure, GZ_DECODE_NO_MEMORY,
                                     "out of memory for the text");
    }
    return GZ_OK;
}
