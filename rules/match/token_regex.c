#include "rules/match/token_regex.h"

// A regex that takes a token.
struct gz_regex_hit {
    uint32_t regex;
    uint32_t next;  // number + 2 of another, or SCANNED
};

// What gz_field_view.regexes says of a token: nothing yet, or that it has been
// asked about and how many more than SCANNED its newest hit's number is.
enum { SCANNED = 1 };

struct search {
    struct gz_token_regex *r;
    uint32_t head;
};

static bool on_match(void *context, uint32_t regex, size_t begin_byte,
                     size_t end_byte)
{
    struct search *s = context;
    struct gz_scratch *hits = &s->r->hits;
    const struct gz_regex_hit hit = {regex, s->head};
    (void)begin_byte;
    (void)end_byte;
    if (!gz_scratch_reserve(hits, (hits->count + (size_t)1) * sizeof(hit))) {
        s->r->failed = true;
        return false;
    }
    ((struct gz_regex_hit *)hits->data)[hits->count++] = hit;
    s->head = hits->count + SCANNED;
    return true;
}

bool gz_token_regex_takes(struct gz_token_regex *r, struct gz_field_view *v,
                          uint32_t token, uint32_t regex)
{
    if (v->regexes[token] == 0) {
        struct search search = {r, SCANNED};
        if (gz_regex_set_scan(r->set, &r->memory, gz_field_view_text(v, token),
                              on_match, &search) != GZ_OK) {
            r->failed = true;
            return false;
        }
        v->regexes[token] = search.head;
    }
    const struct gz_regex_hit *hits = r->hits.data;
    for (uint32_t i = v->regexes[token]; i > SCANNED;
         i = hits[i - SCANNED - 1].next) {
        if (hits[i - SCANNED - 1].regex == regex) {
            return true;
        }
    }
    return false;
}
