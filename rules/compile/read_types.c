#include "rules/compile/read_types.h"

void gz_read_types_begin(struct gz_read_types *r, const struct gz_program *p,
                         uint32_t rule)
{
    const struct gz_program_rule *of = &p->rules[rule];
    // The units of a rule follow each other, those of its guards last.
    *r = (struct gz_read_types){
        .p = p,
        .unit = of->unit,
        .unit_end = of->unit + of->unit_count + of->guard_count,
    };
}

bool gz_read_types_next(struct gz_read_types *r)
{
    while (r->range_left == 0) {
        if (r->unit >= r->unit_end) {
            return false;
        }
        const struct gz_unit *u = gz_program_unit(r->p, r->unit);
        if (r->state >= u->state_count) {
            r->state = 0;
            r->unit++;
            continue;
        }
        const struct gz_state *s =
            gz_program_state(r->p, u->first_state + r->state++);
        if (s->kind == GZ_STATE_TYPE) {
            r->range_next = s->u.span.first;
            r->range_left = s->u.span.count;
        }
    }
    r->range_left--;
    r->range = ((const struct gz_type_range *)(const void *)
                    r->p->ranges.data)[r->range_next++];
    return true;
}

static bool contains(const struct gz_pattern *tree,
                     const struct gz_pattern *part)
{
    bool found = tree == part;
    for (const struct gz_pattern *n = tree->first; n != NULL && !found;
         n = n->next) {
        found = contains(n, part);
    }
    return found;
}

// The pattern of a unit of a rule.
static const struct gz_rule_pattern *pattern_of(const struct gz_program *p,
                                                uint32_t rule, uint32_t unit)
{
    const struct gz_program_rule *of = &p->rules[rule];
    const struct gz_rule *r = &p->set->rules[rule];
    const uint32_t index = unit - of->unit;
    return index < of->unit_count ? &r->matches[index]
                                  : &r->unless[index - of->unit_count];
}

void gz_read_types_error(const struct gz_program *p, uint32_t rule,
                         struct gz_type_range range, struct gz_error *err,
                         const char *fmt, ...)
{
    const struct gz_pattern *const *parts =
        (const struct gz_pattern *const *)(const void *)p->parts.data;
    struct gz_buffer text;
    va_list args;
    va_start(args, fmt);
    gz_buffer_init(&text, 0);
    gz_buffer_append_vfmt(&text, fmt, args);
    va_end(args);
    struct gz_read_types r;
    gz_read_types_begin(&r, p, rule);
    while (gz_read_types_next(&r) &&
           (r.range.first >= range.end || range.first >= r.range.end)) {
    }
    const struct gz_rule_pattern *pattern = pattern_of(p, rule, r.unit);
    const struct gz_unit *u = gz_program_unit(p, r.unit);
    const struct gz_pattern *part = parts[u->first_state + r.state - 1];
    // What a macro holds stands elsewhere; the rule's pattern is shown.
    (void)gz_rule_set_error(
        pattern, contains(pattern->root, part) ? part : pattern->root, err,
        GZ_STR_FMT, GZ_STR_ARG(gz_buffer_str(&text)));
    gz_buffer_fini(&text);
}
