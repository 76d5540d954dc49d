// The selection once more, with a verdict for everything that it passes by.

#include "rules/resolve/select.h"
#include "rules/resolve/select_work.h"

struct judge {
    const struct gz_select_work *work;
    struct gz_judged *items;
    uint32_t count;
    uint32_t last;  // item that was taken last
};

// Judge the readings of a span of which all lie in an earlier mention.
static void cover(struct judge *j, const struct gz_select_span *span)
{
    for (uint32_t i = 0; i < span->candidate->reading_count; i++) {
        j->items[j->count++] = (struct gz_judged){
            .input = span->order,
            .candidate = span->number,
            .reading = i,
            .verdict = GZ_VERDICT_COVERED,
            .by = j->last,
        };
    }
}

static void choose(struct judge *j, const struct gz_select_span *span,
                   const struct gz_select_choice *choice)
{
    const struct gz_candidate *c = span->candidate;
    const uint32_t first = j->count;
    if (choice->best != NULL) {
        j->last = first + (uint32_t)(choice->best - c->readings);
    }
    for (uint32_t i = 0; i < c->reading_count; i++) {
        struct gz_judged judged = {
            .input = span->order,
            .candidate = span->number,
            .reading = i,
            .by = GZ_JUDGED_NONE,
        };
        judged.verdict = gz_select_work_doubt(j->work, span, &c->readings[i],
                                              &judged.supported);
        if (judged.verdict == GZ_VERDICT_TAKEN && first + i != j->last) {
            judged.verdict = GZ_VERDICT_LOST;
            judged.by = j->last;
        }
        j->items[j->count++] = judged;
    }
}

static uint32_t count_readings(const struct gz_select_work *work)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < work->count; i++) {
        count += work->spans[i].candidate->reading_count;
    }
    return count;
}

enum gz_status gz_select_explain(const struct gz_document *doc,
                                 const struct gz_select_input *inputs,
                                 uint32_t input_count, struct gz_arena *arena,
                                 struct gz_judgement *out)
{
    struct gz_select_work work;
    struct gz_select_end end = {.field = GZ_FIELD_TITLE};
    *out = (struct gz_judgement){NULL, 0};
    enum gz_status st =
        gz_select_work_init(&work, doc, inputs, input_count, arena);
    if (st != GZ_OK) {
        return st;
    }
    struct judge j = {
        .work = &work,
        .items = GZ_ARENA_ARRAY(arena, struct gz_judged, count_readings(&work)),
        .last = GZ_JUDGED_NONE,
    };
    if (j.items == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0; i < work.count; i++) {
        const struct gz_select_span *span = &work.spans[i];
        if (gz_select_work_is_covered(&end, span)) {
            cover(&j, span);
            continue;
        }
        const struct gz_select_choice choice =
            gz_select_work_choose(&work, span);
        choose(&j, span, &choice);
        if (choice.best != NULL) {
            end.token = span->candidate->end_token;
        }
    }
    *out = (struct gz_judgement){j.items, j.count};
    return GZ_OK;
}
