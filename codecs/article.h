#ifndef GZ_ARTICLE_H
#define GZ_ARTICLE_H

#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/str.h"

/*
 * An article as it was decoded, whatever format it came in.  Views are in the
 * arena that it was decoded into; a field that the input lacks is empty.
 */
#define GZ_TIME_UNKNOWN INT64_MIN

struct gz_article {
    struct gz_str id;  // never empty: else "sha256:<hex of the input>"
    struct gz_str title;
    struct gz_str body;  // blank where the title is all there is
    struct gz_str url;
    struct gz_str language;  // BCP 47 as given
    struct gz_str source;
    struct gz_str status;  // as given, such as "corrected"
    struct gz_str version;
    int64_t published_ms;  // since 1970 UTC, or GZ_TIME_UNKNOWN
    char sha256_hex[65];   // of the input bytes
};

#endif
