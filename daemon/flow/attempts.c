#include "daemon/flow/attempts.h"

#include <assert.h>
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ZONE_MAX: what older processes have written.
enum { BATCHES = 2, TRIES = 3, ZONE_MAX = 256 };

// A word and the number behind it; false when they do not stand there.
static bool take(const char **at, const char *word, int base, uint64_t *out)
{
    const size_t len = strlen(word);
    char *end;

    if (strncmp(*at, word, len) != 0 || !isxdigit((unsigned char)(*at)[len])) {
        return false;
    }
    *out = strtoull(*at + len, &end, base);
    *at = end;
    return true;
}

struct gz_attempts gz_attempts_parse(struct gz_str metadata)
{
    char text[GZ_ATTEMPTS_TEXT_BYTES];
    const char *at = text;
    uint64_t begun = 0;
    uint64_t zone = 0;
    uint64_t alone = 0;
    uint64_t by = 0;

    if (metadata.len_bytes == 0 || metadata.len_bytes >= sizeof(text)) {
        return (struct gz_attempts){0};
    }
    memcpy(text, metadata.ptr, metadata.len_bytes);
    text[metadata.len_bytes] = '\0';
    if (!take(&at, "gazetted begun=", 10, &begun)) {
        return (struct gz_attempts){0};
    }
    const bool has_zone = take(&at, " zone=", 10, &zone);
    if (!take(&at, " alone=", 10, &alone) || !take(&at, " by=", 16, &by)) {
        return (struct gz_attempts){0};
    }
    zone = has_zone ? zone : alone;
    if (at != text + metadata.len_bytes || begun > TRIES || zone > ZONE_MAX ||
        alone > zone) {
        return (struct gz_attempts){0};
    }
    return (struct gz_attempts){
        .begun = (uint32_t)begun,
        .zone = (uint32_t)zone,
        .alone = (uint32_t)alone,
        .by = by,
    };
}

void gz_attempts_print(struct gz_attempts a, char text[GZ_ATTEMPTS_TEXT_BYTES])
{
    snprintf(text, GZ_ATTEMPTS_TEXT_BYTES,
             "gazetted begun=%" PRIu32 " zone=%" PRIu32 " alone=%" PRIu32
             " by=%016" PRIx64,
             a.begun, a.zone, a.alone, a.by);
}

static bool is_narrow(struct gz_attempts a)
{
    return a.zone > 0 && a.alone == 0;
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

struct gz_attempts gz_attempts_take_over(struct gz_attempts stored, uint64_t by)
{
    if (stored.begun > 0 && stored.by == by) {
        return stored;
    }
    struct gz_attempts a = stored;
    a.by = by;
    a.begun++;
    if (a.zone == 0 && a.begun > BATCHES) {
        a.begun = 1;
        a.zone = GZ_ATTEMPTS_ZONE;
    } else if (is_narrow(a) && a.begun > 1) {
        a.begun = 1;
        a.alone = least(a.zone, GZ_ATTEMPTS_NARROW);
    } else if (a.begun > TRIES) {
        a.begun = TRIES;
    }
    return a;
}

struct gz_attempts gz_attempts_after(struct gz_attempts a, uint32_t records,
                                     bool more)
{
    assert(records > 0);

    a.zone -= least(a.zone, records);
    a.alone -= least(a.alone, records);
    a.begun = a.zone == 0 || more ? 1 : 0;
    return a;
}

struct gz_attempts gz_attempts_clean(struct gz_attempts a)
{
    a.begun = 0;
    return a;
}

bool gz_attempts_used_up(struct gz_attempts a)
{
    return a.alone > 0 && a.begun >= TRIES;
}

uint32_t gz_attempts_window(struct gz_attempts a)
{
    if (a.alone > 0) {
        return 1;
    }
    if (is_narrow(a)) {
        return least(a.zone, GZ_ATTEMPTS_NARROW);
    }
    return a.begun > 1 ? GZ_ATTEMPTS_FEW : UINT32_MAX;
}

bool gz_attempts_same(struct gz_attempts a, struct gz_attempts b)
{
    return a.begun == b.begun && a.zone == b.zone && a.alone == b.alone &&
           a.by == b.by;
}
