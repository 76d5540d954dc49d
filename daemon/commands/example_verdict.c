#include "daemon/commands/example_verdict.h"

#include "codecs/event_symbol.h"
#include "daemon/base/buffer.h"
#include "daemon/commands/example_wants.h"

struct judge {
    const struct gz_example_run *run;
    const struct gz_rule_set *set;
    struct gz_buffer expected;
    struct gz_buffer found;
};

// --- parts and marks ---

static void append_line(struct gz_buffer *out, const struct judge *j,
                        struct gz_str role, uint32_t begin, uint32_t end)
{
    const struct gz_str text = j->run->example->text;
    gz_buffer_append_fmt(out, GZ_STR_FMT "  %.*s  %u..%u\n", GZ_STR_ARG(role),
                         (int)(end - begin), text.ptr + begin, begin, end);
}

static bool is_of(const struct judge *j, const struct gz_mention *m,
                  struct gz_str type)
{
    const struct gz_type_tree *types = j->set->types;
    const uint16_t asked = gz_type_tree_find(types, type);
    const uint16_t own = gz_type_tree_find(
        types, j->run->findings->entities[m->entity].entry.type);
    return asked != GZ_TYPE_NONE && own != GZ_TYPE_NONE &&
           gz_type_range_has(gz_type_tree_range(types, asked), own);
}

// Whether a part of a finding is what a mark's role speaks of.
static bool is_in_role(const struct judge *j,
                       const struct gz_example_finding *f,
                       const struct gz_example_part *part, struct gz_str role)
{
    return gz_str_eq(part->role, role) ||
           (f->mention != NULL && is_of(j, f->mention, role));
}

static bool is_at(const struct gz_example_part *part,
                  const struct gz_example_mark *mark)
{
    return part->span.begin_byte == mark->begin_byte &&
           part->span.end_byte == mark->end_byte;
}

static const struct gz_example_mark *
find_mark(const struct judge *j, const struct gz_example_finding *f,
          const struct gz_example_part *part)
{
    for (uint32_t i = 0; i < j->run->example->mark_count; i++) {
        const struct gz_example_mark *mark = &j->run->example->marks[i];
        if (is_at(part, mark) && is_in_role(j, f, part, mark->role)) {
            return mark;
        }
    }
    return NULL;
}

// Roles without marks are free, but a mention that is not marked is one too
// many as soon as any is.
static bool is_asked(const struct judge *j, const struct gz_example_finding *f,
                     const struct gz_example_part *part)
{
    const struct gz_example *example = j->run->example;
    for (uint32_t i = 0; i < example->mark_count; i++) {
        if (f->mention != NULL ||
            is_in_role(j, f, part, example->marks[i].role)) {
            return true;
        }
    }
    return false;
}

static void append_part(struct judge *j, const struct gz_example_finding *f,
                        const struct gz_example_part *part)
{
    const struct gz_example_mark *mark = find_mark(j, f, part);
    struct gz_str role = part->role;
    if (mark != NULL) {
        role = mark->role;
    } else if (f->mention != NULL) {
        role = j->run->findings->entities[f->mention->entity].entry.type;
    }
    append_line(&j->found, j, role, part->span.begin_byte, part->span.end_byte);
}

// Whether another finding before this one has the same part: of a cross
// product each is told once.
static bool is_told(const struct judge *j, uint32_t finding,
                    const struct gz_example_part *part)
{
    for (uint32_t i = 0; i < finding; i++) {
        const struct gz_example_finding *f = &j->run->items[i];
        for (uint32_t k = 0; k < f->part_count; k++) {
            const struct gz_example_part *other = &f->parts[k];
            if (gz_str_eq(other->role, part->role) &&
                other->span.begin_byte == part->span.begin_byte &&
                other->span.end_byte == part->span.end_byte) {
                return true;
            }
        }
    }
    return false;
}

// Parts in the order of their text, so that both sides are comparable.
static void append_parts(struct judge *j, bool all)
{
    const uint32_t end = (uint32_t)j->run->example->text.len_bytes;
    for (uint32_t at = 0; at <= end; at++) {
        for (uint32_t i = 0; i < j->run->count; i++) {
            const struct gz_example_finding *f = &j->run->items[i];
            for (uint32_t k = 0; k < f->part_count; k++) {
                const struct gz_example_part *part = &f->parts[k];
                if (part->span.begin_byte == at && !is_told(j, i, part) &&
                    (all || is_asked(j, f, part))) {
                    append_part(j, f, part);
                }
            }
        }
    }
}

static void judge_hit(struct judge *j)
{
    const struct gz_example *example = j->run->example;
    for (uint32_t i = 0; i < example->mark_count; i++) {
        const struct gz_example_mark *mark = &example->marks[i];
        append_line(&j->expected, j, mark->role, mark->begin_byte,
                    mark->end_byte);
    }
    gz_buffer_append_z(&j->expected,
                       example->mark_count == 0 ? "a finding\n" : "");
    if (j->run->count == 0) {
        gz_buffer_append_z(&j->found, "nothing\n");
        return;
    }
    gz_buffer_append_z(&j->found,
                       example->mark_count == 0 ? "a finding\n" : "");
    append_parts(j, false);
    for (uint32_t i = 0; i < example->want_count; i++) {
        gz_example_want_append(j->run, &example->wants[i], &j->expected,
                               &j->found);
    }
}

static void judge_miss(struct judge *j)
{
    gz_buffer_append_z(&j->expected, "nothing\n");
    if (j->run->count == 0) {
        gz_buffer_append_z(&j->found, "nothing\n");
        return;
    }
    append_parts(j, true);
    gz_buffer_append_z(&j->found, j->found.len == 0 ? "a finding\n" : "");
}

static enum gz_status keep(struct gz_arena *arena, const struct gz_buffer *b,
                           struct gz_str *out)
{
    *out = gz_arena_copy(arena, gz_buffer_str(b));
    return gz_buffer_status(b) != GZ_OK || out->ptr == NULL ? GZ_LIMIT : GZ_OK;
}

enum gz_status gz_example_judge(const struct gz_example_run *run,
                                const struct gz_rule_set *set,
                                struct gz_example_verdict *out)
{
    struct judge j = {.run = run, .set = set};
    gz_buffer_init(&j.expected, 0);
    gz_buffer_init(&j.found, 0);
    (run->example->kind == GZ_EXAMPLE_HIT ? judge_hit : judge_miss)(&j);
    enum gz_status st = keep(run->arena, &j.expected, &out->expected);
    if (st == GZ_OK) {
        st = keep(run->arena, &j.found, &out->found);
    }
    out->holds = st == GZ_OK && gz_str_eq(out->expected, out->found);
    gz_buffer_fini(&j.expected);
    gz_buffer_fini(&j.found);
    return st;
}
