#include "daemon/notify/retry_after.h"

#include <stdbool.h>
#include <time.h>

enum { FORMS = 3, TEXT_BYTES = 64, DIGITS = 12 };

// IMF-fixdate, then the two that senders must no longer use; a year of two
// digits means one within 50 years, which strptime's %y is near enough to.
static const char *const forms[FORMS] = {
    "%a, %d %b %Y %H:%M:%S GMT",
    "%A, %d-%b-%y %H:%M:%S GMT",
    "%a %b %d %H:%M:%S %Y",
};

static int64_t clamp(int64_t wait_ms)
{
    if (wait_ms < 0) {
        return 0;
    }
    return wait_ms > GZ_RETRY_AFTER_LIMIT_MS ? GZ_RETRY_AFTER_LIMIT_MS
                                             : wait_ms;
}

static bool all_digits(struct gz_str s)
{
    for (size_t i = 0; i < s.len_bytes; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9') {
            return false;
        }
    }
    return s.len_bytes > 0;
}

static int64_t from_seconds(struct gz_str s)
{
    int64_t seconds = 0;

    if (s.len_bytes > DIGITS || !gz_str_to_int64(s, &seconds)) {
        return GZ_RETRY_AFTER_LIMIT_MS;
    }
    return clamp(seconds * 1000);
}

static int64_t from_date(struct gz_str s, int64_t now_ms)
{
    char text[TEXT_BYTES];

    if (s.len_bytes == 0 || s.len_bytes >= sizeof(text)) {
        return -1;
    }
    memcpy(text, s.ptr, s.len_bytes);
    text[s.len_bytes] = '\0';
    for (size_t i = 0; i < FORMS; i++) {
        struct tm tm = {0};
        const char *end = strptime(text, forms[i], &tm);
        if (end != NULL && *end == '\0' && end == text + s.len_bytes) {
            return clamp((int64_t)timegm(&tm) * 1000 - now_ms);
        }
    }
    return -1;
}

int64_t gz_retry_after_ms(struct gz_str value, int64_t now_ms)
{
    const struct gz_str s = gz_str_trim(value);

    return all_digits(s) ? from_seconds(s) : from_date(s, now_ms);
}
