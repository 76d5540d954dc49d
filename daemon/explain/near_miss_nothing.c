// Why nothing was found that a rule begins with.

#include <string.h>

#include "daemon/explain/near_miss.h"
#include "daemon/explain/near_words.h"

// A rule for titles finds nothing in a body, whatever stands there.
static bool has_zone(const struct gz_near_question *q, enum gz_zone zone,
                     enum gz_field field)
{
    return (q->rule->zones >> (unsigned)zone & 1) != 0 &&
           q->document->fields[field].text.len_bytes > 0;
}

static void append_begins(const struct gz_rule *rule, struct gz_buffer *out)
{
    struct gz_buffer one;
    struct gz_buffer all;
    gz_buffer_init(&one, 0);
    gz_buffer_init(&all, 0);
    for (uint32_t i = 0; i < rule->match_count; i++) {
        gz_buffer_clear(&one);
        gz_near_words_begin(rule->matches[i].root, &one);
        if (all.len == 0 ||
            memmem(all.data, all.len, one.data, one.len) == NULL) {
            gz_buffer_append_z(&all, all.len == 0 ? ": " : " or ");
            gz_buffer_append_str(&all, gz_buffer_str(&one));
        }
    }
    gz_buffer_append_str(out, gz_buffer_str(&all));
    gz_buffer_fini(&one);
    gz_buffer_fini(&all);
}

void gz_near_miss_nothing(const struct gz_near_question *q,
                          struct gz_buffer *out)
{
    const bool titles = (q->rule->zones >> (unsigned)GZ_ZONE_TITLE & 1) != 0;
    if (!has_zone(q, GZ_ZONE_TITLE, GZ_FIELD_TITLE) &&
        !has_zone(q, GZ_ZONE_BODY, GZ_FIELD_BODY) &&
        q->rule->zones != GZ_RULE_ZONES_ALL) {
        gz_buffer_append_z(out, titles
                                    ? "it reads titles only, and there is none"
                                    : "it reads bodies only, and there is "
                                      "none");
    } else if (q->rule->match_count == 0) {
        gz_buffer_append_fmt(
            out, "nothing that it scans for is there: /" GZ_STR_FMT "/",
            GZ_STR_ARG(q->rule->scan));
    } else {
        gz_buffer_append_z(out, "nothing that it begins with is there");
        append_begins(q->rule, out);
    }
}
