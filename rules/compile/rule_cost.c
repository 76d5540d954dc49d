// What a rule can cost, and what sets it off, in words.

#include "rules/compile/rule_cost.h"
#include "rules/compile/program_parts.h"

// A sentence, for the price of guards, which look at all of it.
enum { SENTENCE_TOKENS = 64, SHOWN = 3 };

static const struct gz_cover_item *cover_at(const struct gz_program *p,
                                            uint32_t i)
{
    return (const struct gz_cover_item *)(const void *)p->covers.data + i;
}

static const struct gz_pattern *part_of(const struct gz_program *p,
                                        uint32_t state)
{
    return (
        (const struct gz_pattern *const *)(const void *)p->parts.data)[state];
}

static void append_forms(const struct gz_state *s, struct gz_buffer *out)
{
    if (s->kind == GZ_STATE_KEYS) {
        gz_buffer_append_fmt(out, " (%u forms)", (unsigned)s->u.span.count);
    }
}

static void append_trigger(const struct gz_program *p, uint32_t state,
                           struct gz_buffer *out)
{
    static const char *const names[GZ_STATE_KIND_COUNT] = {
        [GZ_STATE_KEY] = "word",     [GZ_STATE_KEYS] = "word",
        [GZ_STATE_LITERAL] = "word", [GZ_STATE_LIST] = "list",
        [GZ_STATE_TYPE] = "type",
    };
    const struct gz_state *s = gz_program_state(p, state);
    const struct gz_pattern *part = part_of(p, state);
    const struct gz_pattern plain = {
        .kind = part->kind,
        .repeat_min = 1,
        .repeat_max = 1,
        .text = part->text,
        .first = part->first,
    };
    gz_buffer_append_fmt(out, "%s ", names[s->kind]);
    if (part->kind == GZ_PATTERN_WORD || part->kind == GZ_PATTERN_FORMS ||
        part->kind == GZ_PATTERN_LITERAL) {
        gz_buffer_append_fmt(out, "\"" GZ_STR_FMT "\"", GZ_STR_ARG(part->text));
    } else {
        gz_pattern_print(&plain, out);
    }
    append_forms(s, out);
}

enum gz_status gz_rule_cost_describe(struct gz_program *p, uint32_t rule)
{
    struct gz_program_rule *r = &p->rules[rule];
    struct gz_buffer text;
    gz_buffer_init(&text, 0);
    uint32_t count = 0;
    for (uint32_t i = 0; i < r->cover_count; i++) {
        const struct gz_cover_item *item = cover_at(p, r->cover + i);
        if (item->cover > 0) {
            continue;
        }
        if (count < SHOWN) {
            gz_buffer_append_z(&text, count == 0 ? "" : " or ");
            append_trigger(p, item->state, &text);
        }
        count++;
    }
    if (count > SHOWN) {
        gz_buffer_append_fmt(&text, " or %u more", (unsigned)(count - SHOWN));
    }
    enum gz_status st = gz_buffer_status(&text);
    if (st == GZ_OK) {
        r->trigger = gz_arena_copy(p->arena, gz_buffer_str(&text));
        st = r->trigger.ptr == NULL ? GZ_NO_MEMORY : GZ_OK;
    }
    gz_buffer_fini(&text);
    return st;
}

struct gz_rule_cost gz_program_cost(const struct gz_program *p, uint32_t rule)
{
    const struct gz_program_rule *r = &p->rules[rule];
    struct gz_rule_cost cost = {.stratum = r->stratum, .trigger = r->trigger};
    uint64_t guards = 0;
    for (uint32_t i = 0; i < r->unit_count + r->guard_count; i++) {
        const struct gz_unit *u = gz_program_unit(p, r->unit + i);
        cost.states += u->state_count;
        if (i >= r->unit_count) {
            guards += u->state_count;
            continue;
        }
        // Every token may begin a match, every state be visited at each place
        // of its width.
        cost.steps_per_token += (uint64_t)u->state_count * (u->width + 1U);
        if (u->width > cost.width) {
            cost.width = u->width;
        }
    }
    // Every end that is found may have to be looked at.
    cost.steps_per_token += guards * SENTENCE_TOKENS * r->within * cost.width;
    return cost;
}
