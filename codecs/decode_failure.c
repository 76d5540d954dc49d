// Codes of bad articles: their names and how they map to statuses.

#include "codecs/decode_failure.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

static const char *const names[] = {
    [GZ_DECODE_OK] = "ok",
    [GZ_DECODE_EMPTY] = "empty",
    [GZ_DECODE_TOO_LARGE] = "too_large",
    [GZ_DECODE_NOT_UTF8] = "not_utf8",
    [GZ_DECODE_NOT_JSON] = "not_json",
    [GZ_DECODE_TOO_DEEP] = "too_deep",
    [GZ_DECODE_NOT_OBJECT] = "not_object",
    [GZ_DECODE_NO_FIELD] = "no_field",
    [GZ_DECODE_WRONG_TYPE] = "wrong_type",
    [GZ_DECODE_BAD_TIME] = "bad_time",
    [GZ_DECODE_NO_MEMORY] = "no_memory",
};

_Static_assert(sizeof(names) / sizeof(names[0]) == GZ_DECODE_CODE_COUNT,
               "every code has a name");

const char *gz_decode_code_name(enum gz_decode_code code)
{
    assert(code < GZ_DECODE_CODE_COUNT);
    return names[code];
}

static enum gz_status status_of(enum gz_decode_code code)
{
    switch (code) {
    case GZ_DECODE_OK:
        return GZ_OK;
    case GZ_DECODE_NO_MEMORY:
        return GZ_NO_MEMORY;
    case GZ_DECODE_TOO_LARGE:
    case GZ_DECODE_TOO_DEEP:
        return GZ_LIMIT;
    default:
        return GZ_INVALID;
    }
}

enum gz_status gz_decode_failure_set(struct gz_decode_failure *failure,
                                     enum gz_decode_code code, const char *fmt,
                                     ...)
{
    va_list args;
    va_start(args, fmt);
    vsnprintf(failure->message, sizeof(failure->message), fmt, args);
    va_end(args);
    failure->code = code;
    return status_of(code);
}
