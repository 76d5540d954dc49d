// A counted block of packed bytes, and the ways to walk over its lists.

#include "daemon/alert/subscription/subscription.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "codecs/binary.h"
#include "daemon/alert/subscription/subscription_pack.h"

struct gz_subscription {
    atomic_uint refs;
    uint32_t len;
    uint8_t bytes[];
};

struct gz_subscription *gz_subscription_new(struct gz_str packed)
{
    struct gz_subscription *s = malloc(sizeof(*s) + packed.len_bytes);
    if (s != NULL) {
        atomic_init(&s->refs, 1);
        s->len = (uint32_t)packed.len_bytes;
        memcpy(s->bytes, packed.ptr, packed.len_bytes);
    }
    return s;
}

struct gz_subscription *gz_subscription_ref(struct gz_subscription *s)
{
    atomic_fetch_add_explicit(&s->refs, 1, memory_order_relaxed);
    return s;
}

void gz_subscription_unref(struct gz_subscription *s)
{
    if (s != NULL &&
        atomic_fetch_sub_explicit(&s->refs, 1, memory_order_acq_rel) == 1) {
        free(s);
    }
}

static struct gz_str packed_of(const struct gz_subscription *s)
{
    return gz_str_of((const char *)s->bytes, s->len);
}

void gz_subscription_look(const struct gz_subscription *s,
                          struct gz_subscription_view *out)
{
    gz_subscription_pack_look(packed_of(s), out);
}

size_t gz_subscription_size(const struct gz_subscription *s)
{
    return sizeof(*s) + s->len;
}

struct gz_subscription *gz_subscription_with(const struct gz_subscription *s,
                                             uint64_t version, int64_t since_ms)
{
    struct gz_subscription_view view;
    struct gz_buffer packed;
    struct gz_subscription *made = NULL;
    gz_subscription_look(s, &view);
    view.version = version;
    view.since_ms = since_ms;
    gz_buffer_init(&packed, 0);
    gz_subscription_pack(&view, &packed);
    if (gz_buffer_status(&packed) == GZ_OK) {
        made = gz_subscription_new(gz_buffer_str(&packed));
    }
    gz_buffer_fini(&packed);
    return made;
}

// --- walking ---

static struct gz_str take_text(const uint8_t **p)
{
    const size_t len = (size_t)gz_binary_take_long(p);
    const struct gz_str text = {(const char *)*p, len};
    *p += len;
    return text;
}

struct gz_str gz_subscription_id(const struct gz_subscription *s)
{
    const uint8_t *p = s->bytes + 1;  // behind the tag
    return take_text(&p);
}

bool gz_packed_next(struct gz_packed *p, struct gz_str *out)
{
    if (p->count == 0) {
        return false;
    }
    *out = take_text(&p->at);
    p->count--;
    return true;
}

bool gz_packed_has(struct gz_packed p, struct gz_str s)
{
    struct gz_str text;
    while (gz_packed_next(&p, &text)) {
        if (gz_str_eq(text, s)) {
            return true;
        }
    }
    return false;
}

bool gz_packed_has_nocase(struct gz_packed p, struct gz_str s)
{
    struct gz_str text;
    while (gz_packed_next(&p, &text)) {
        if (gz_str_eq_nocase(text, s)) {
            return true;
        }
    }
    return false;
}

// A fact is its type, its anchor, and a text that holds its roles: their
// number, then each with the number of its texts before these.
bool gz_subscription_fact_next(struct gz_subscription_facts *facts,
                               struct gz_subscription_fact *out)
{
    if (facts->count == 0) {
        return false;
    }
    out->type = take_text(&facts->at);
    out->anchor = take_text(&facts->at);
    const struct gz_str roles = take_text(&facts->at);
    const uint8_t *p = (const uint8_t *)roles.ptr;
    out->roles.count = (uint32_t)gz_binary_take_long(&p);
    out->roles.at = p;
    facts->count--;
    return true;
}

bool gz_subscription_role_next(struct gz_packed *roles, struct gz_str *role,
                               struct gz_packed *wanted)
{
    if (roles->count == 0) {
        return false;
    }
    *role = take_text(&roles->at);
    wanted->count = (uint32_t)gz_binary_take_long(&roles->at);
    wanted->at = roles->at;
    for (uint32_t i = 0; i < wanted->count; i++) {
        take_text(&roles->at);
    }
    roles->count--;
    return true;
}

// A silence is a text: its two ends, as lengths, then the comment.
bool gz_subscription_silence_next(struct gz_packed *silences,
                                  struct gz_subscription_silence *out)
{
    struct gz_str text;
    if (!gz_packed_next(silences, &text)) {
        return false;
    }
    const uint8_t *p = (const uint8_t *)text.ptr;
    out->from_ms = gz_binary_take_long(&p);
    out->until_ms = gz_binary_take_long(&p);
    const size_t used = (size_t)(p - (const uint8_t *)text.ptr);
    out->comment = gz_str_of((const char *)p, text.len_bytes - used);
    return true;
}
