#include "daemon/flow/attempts.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BATCHES = 2, TRIES = 3 };

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
    uint64_t alone = 0;
    uint64_t by = 0;

    if (metadata.len_bytes == 0 || metadata.len_bytes >= sizeof(text)) {
        return (struct gz_attempts){0};
    }
    memcpy(text, metadata.ptr, metadata.len_bytes);
    text[metadata.len_bytes] = '\0';
    if (!take(&at, "gazetted begun=", 10, &begun) ||
        !take(&at, " alone=", 10, &alone) || !take(&at, " by=", 16, &by) ||
        at != text + metadata.len_bytes || begun > TRIES ||
        alone > GZ_ATTEMPTS_ALONE) {
        return (struct gz_attempts){0};
    }
    return (struct gz_attempts){(uint32_t)begun, (uint32_t)alone, by};
}

void gz_attempts_print(struct gz_attempts a, char text[GZ_ATTEMPTS_TEXT_BYTES])
{
    snprintf(text, GZ_ATTEMPTS_TEXT_BYTES,
             "gazetted begun=%" PRIu32 " alone=%" PRIu32 " by=%016" PRIx64,
             a.begun, a.alone, a.by);
}

struct gz_attempts gz_attempts_take_over(struct gz_attempts stored, uint64_t by)
{
    if (stored.begun > 0 && stored.by == by) {
        return stored;
    }
    struct gz_attempts a = {stored.begun + 1, stored.alone, by};
    if (a.alone == 0 && a.begun > BATCHES) {
        a.begun = 1;
        a.alone = GZ_ATTEMPTS_ALONE;
    }
    if (a.begun > TRIES) {
        a.begun = TRIES;
    }
    return a;
}

struct gz_attempts gz_attempts_after(struct gz_attempts a)
{
    a.alone -= a.alone > 0 ? 1 : 0;
    a.begun = a.alone > 0 ? 0 : 1;
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
