#include "rules/compile/regex_build.h"

#include <string.h>

struct build {
    struct gz_program *p;
    struct gz_error *err;
};

static const struct gz_program_regex *regexes_of(const struct gz_program *p)
{
    return (const struct gz_program_regex *)(const void *)p->regexes.data;
}

static void on_token_fault(void *context, uint32_t regex, const char *text)
{
    const struct build *b = context;
    const struct gz_program_regex *r = &regexes_of(b->p)[regex];
    (void)gz_rule_set_error(r->pattern, r->part, b->err,
                            "the regex cannot be used: %s", text);
}

static void on_scan_fault(void *context, uint32_t regex, const char *text)
{
    const struct build *b = context;
    const struct gz_pattern_source *where =
        &b->p->set->rules[b->p->scan_rules[regex]].scan_where;
    (void)gz_error_span(b->err, where->src, where->begin_byte, where->end_byte,
                        "the regex cannot be used: %s",
                        strstr(text, "empty buffer") != NULL
                            ? "it also takes no text at all, as x* does"
                            : text);
}

static enum gz_status build_tokens(struct build *b)
{
    struct gz_program *p = b->p;
    const uint32_t count =
        (uint32_t)(p->regexes.len / sizeof(struct gz_program_regex));
    if (count == 0) {
        return GZ_OK;
    }
    struct gz_str *texts = GZ_ARENA_ARRAY(p->arena, struct gz_str, count);
    if (texts == NULL) {
        return GZ_NO_MEMORY;
    }
    for (uint32_t i = 0; i < count; i++) {
        texts[i] = regexes_of(p)[i].part->text;
    }
    return gz_regex_set_new(texts, count, GZ_REGEX_WHOLE, on_token_fault, b,
                            &p->token_regexes);
}

static enum gz_status build_scans(struct build *b)
{
    struct gz_program *p = b->p;
    const uint32_t count = p->set->rule_count;
    struct gz_str *texts = GZ_ARENA_ARRAY(p->arena, struct gz_str, count);
    p->scan_rules = GZ_ARENA_ARRAY(p->arena, uint32_t, count);
    if (texts == NULL || p->scan_rules == NULL) {
        return GZ_NO_MEMORY;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (p->set->rules[i].scan.len_bytes > 0) {
            texts[p->scan_count] = p->set->rules[i].scan;
            p->scan_rules[p->scan_count++] = i;
        }
    }
    return p->scan_count == 0
               ? GZ_OK
               : gz_regex_set_new(texts, p->scan_count, GZ_REGEX_FIND,
                                  on_scan_fault, b, &p->scan_regexes);
}

enum gz_status gz_regex_build(struct gz_program *p, struct gz_error *err)
{
    struct build b = {p, err};
    const enum gz_status tokens = build_tokens(&b);
    if (tokens != GZ_OK && tokens != GZ_INVALID) {
        return tokens;
    }
    const enum gz_status scans = build_scans(&b);
    return scans != GZ_OK ? scans : tokens;
}
