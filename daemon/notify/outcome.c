#include "daemon/notify/outcome.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

void gz_outcome_set(struct gz_outcome *out, enum gz_outcome_kind kind,
                    const char *code, const char *fmt, ...)
{
    va_list args;

    *out = (struct gz_outcome){
        .kind = kind,
        .code = code,
        .retry_after_ms = -1,
    };
    va_start(args, fmt);
    vsnprintf(out->words, sizeof(out->words), fmt, args);
    va_end(args);
}

static enum gz_outcome_kind kind_of(uint32_t status)
{
    if (status >= 200 && status < 300) {
        return GZ_OUTCOME_DELIVERED;
    }
    if (status == 410) {
        return GZ_OUTCOME_GONE;
    }
    const bool passing = status == 408 || status == 425 || status == 429;
    return status >= 400 && status < 500 && !passing ? GZ_OUTCOME_REFUSED
                                                     : GZ_OUTCOME_AGAIN;
}

static const char *code_of(uint32_t status)
{
    if (status == 410) {
        return "gone";
    }
    if (status == 429) {
        return "throttled";
    }
    switch (status / 100) {
    case 2:
        return "";
    case 3:
        return "redirect";
    case 4:
        return "http_4xx";
    case 5:
        return "http_5xx";
    default:
        return "http_status";
    }
}

void gz_outcome_of_http(struct gz_outcome *out, uint32_t status)
{
    gz_outcome_set(out, kind_of(status), code_of(status),
                   "it answers with status %" PRIu32 "%s", status,
                   status / 100 == 3 ? ", a redirect, which is not followed"
                                     : "");
    out->status = status;
}
