#include "daemon/alert/condition/condition_trace.h"

#include "daemon/alert/condition/condition.h"
#include "daemon/alert/condition/condition_code.h"

static const char *const names[] = {
    [GZ_CONDITION_FALSE] = "false",
    [GZ_CONDITION_TRUE] = "true",
    [GZ_CONDITION_UNKNOWN] = "unknown",
};

const char *gz_condition_trace_name(enum gz_condition_verdict verdict)
{
    return names[verdict];
}

struct tracer {
    const struct gz_event *event;      // as far as it is known
    const struct gz_event_fact *fact;  // or NULL
    struct gz_arena *arena;
    struct gz_condition_step *steps;
    uint32_t count;
    uint32_t room;
    enum gz_status status;
};

// --- what was found ---

// Appends what comes next behind those before it.
static void put_found(struct gz_buffer *out, struct gz_str text)
{
    gz_buffer_append_z(out, out->len > 0 ? ", " : "");
    gz_buffer_append_str(out, text.len_bytes > 0 ? text : GZ_STR_LIT("\"\""));
}

static void put_symbol(struct gz_buffer *out, enum gz_condition_field field,
                       uint32_t number)
{
    put_found(out, gz_str_z(gz_event_symbol_name(
                       gz_condition_rows[field].symbols, number)));
}

static void put_number(struct gz_buffer *out, double number)
{
    gz_buffer_append_fmt(out, "%s%.3g", out->len > 0 ? ", " : "", number);
}

static void put_amount(struct gz_buffer *out, const struct gz_event_value *v)
{
    static const char *const signs[GZ_EVENT_COMPARISON_UNKNOWN] = {
        [GZ_EVENT_COMPARISON_EQ] = "",    [GZ_EVENT_COMPARISON_LT] = "< ",
        [GZ_EVENT_COMPARISON_LE] = "<= ", [GZ_EVENT_COMPARISON_GT] = "> ",
        [GZ_EVENT_COMPARISON_GE] = ">= ", [GZ_EVENT_COMPARISON_APPROX] = "~ ",
        [GZ_EVENT_COMPARISON_RANGE] = "",
    };
    gz_buffer_append_z(out, out->len > 0 ? ", " : "");
    gz_buffer_append_z(out, v->cmp < GZ_EVENT_COMPARISON_UNKNOWN ? signs[v->cmp]
                                                                 : "? ");
    gz_buffer_append_str(out, v->value);
    if (v->max.len_bytes > 0) {
        gz_buffer_append_fmt(out, "..." GZ_STR_FMT, GZ_STR_ARG(v->max));
    }
    if (v->unit.len_bytes > 0) {
        gz_buffer_append_fmt(out, " " GZ_STR_FMT, GZ_STR_ARG(v->unit));
    }
}

static void put_role(struct gz_buffer *out, enum gz_condition_field field,
                     const struct gz_event_role *r)
{
    switch (field) {
    case GZ_CONDITION_ROLE_ID:
        put_found(out, r->entity_id);
        break;
    case GZ_CONDITION_ROLE_NAME:
        put_found(out, r->name);
        break;
    case GZ_CONDITION_ROLE_VALUE:
        if (r->value != NULL) {
            put_amount(out, r->value);
        } else {
            put_found(out, r->text);
        }
        break;
    case GZ_CONDITION_ROLE_UNIT:
        put_found(out, r->value != NULL ? r->value->unit : r->text);
        break;
    default:
        put_found(out, r->text.len_bytes > 0 ? r->text : r->name);
    }
}

static void put_sources(struct gz_buffer *out, enum gz_condition_field field,
                        const struct gz_event_fact *f)
{
    for (uint32_t i = 0; i < f->attribution_count; i++) {
        const struct gz_event_attribution *a = &f->attributions[i];
        if (field == GZ_CONDITION_SOURCE_ID) {
            put_found(out, a->entity_id);
        } else if (field == GZ_CONDITION_SOURCE_VERB) {
            put_found(out, a->verb);
        } else {
            put_symbol(out, GZ_CONDITION_SOURCE_KIND, a->kind);
        }
    }
}

static void put_of_fact(struct gz_buffer *out,
                        const struct gz_condition_test *t,
                        const struct gz_event_fact *f)
{
    switch (t->field) {
    case GZ_CONDITION_FACT_THERE:
    case GZ_CONDITION_FACT_TYPE:
        put_found(out, f->type);
        break;
    case GZ_CONDITION_FACT_POLARITY:
        put_symbol(out, t->field, f->polarity);
        break;
    case GZ_CONDITION_FACT_MODALITY:
        put_symbol(out, t->field, f->modality);
        break;
    case GZ_CONDITION_FACT_CONFIDENCE:
        put_number(out, f->confidence);
        break;
    case GZ_CONDITION_FACT_RULE:
        put_found(out, f->rule);
        break;
    default:
        if (t->field < GZ_CONDITION_ROLE_THERE) {
            put_sources(out, t->field, f);
            break;
        }
        for (uint32_t i = 0; i < f->role_count; i++) {
            if (gz_str_eq(f->roles[i].role, t->key)) {
                put_role(out, t->field, &f->roles[i]);
            }
        }
    }
}

static void put_of_event(struct gz_buffer *out, enum gz_condition_field field,
                         const struct gz_event *e)
{
    switch (field) {
    case GZ_CONDITION_SALIENCE:
        put_number(out, e->salience);
        break;
    case GZ_CONDITION_ENTITY_ID:
        put_found(out, e->entity_id);
        break;
    case GZ_CONDITION_ENTITY_NAME:
        put_found(out, e->entity_name);
        break;
    case GZ_CONDITION_ENTITY_TYPE:
        put_found(out, e->entity_type);
        break;
    case GZ_CONDITION_LANGUAGE:
        put_found(out, e->article->language);
        break;
    case GZ_CONDITION_SOURCE:
        put_found(out, e->article->source);
        break;
    case GZ_CONDITION_TITLE:
        put_found(out, e->article->title);
        break;
    case GZ_CONDITION_URL:
        put_found(out, e->article->url);
        break;
    default:
        break;
    }
}

// --- what is known ---

static bool is_kept(enum gz_condition_field field)
{
    switch (field) {
    case GZ_CONDITION_SALIENCE:
    case GZ_CONDITION_ENTITY_ID:
    case GZ_CONDITION_ENTITY_NAME:
    case GZ_CONDITION_ENTITY_TYPE:
    case GZ_CONDITION_LANGUAGE:
    case GZ_CONDITION_SOURCE:
    case GZ_CONDITION_TITLE:
    case GZ_CONDITION_URL:
        return true;
    default:
        return false;
    }
}

static bool is_about(const struct tracer *t,
                     const struct gz_condition_test *test)
{
    return t->fact != NULL && (test->fact_type.len_bytes == 0 ||
                               gz_str_eq(test->fact_type, t->fact->type));
}

// Facts of the event that the alert does not rest on are gone, so that one of
// them may have been as asked for.
static enum gz_condition_verdict judge(const struct tracer *t,
                                       const struct gz_condition_test *test,
                                       struct gz_str code)
{
    if (!test->of_fact && !is_kept(test->field)) {
        return GZ_CONDITION_UNKNOWN;
    }
    if (gz_condition_holds(code, t->event, t->fact)) {
        return GZ_CONDITION_TRUE;
    }
    return !test->of_fact || is_about(t, test) ? GZ_CONDITION_FALSE
                                               : GZ_CONDITION_UNKNOWN;
}

static void list_found(const struct tracer *t,
                       const struct gz_condition_test *test,
                       struct gz_buffer *out)
{
    if (!test->of_fact) {
        put_of_event(out, test->field, t->event);
        return;
    }
    if (is_about(t, test)) {
        put_of_fact(out, test, t->fact);
        return;
    }
    for (uint32_t i = 0; i < t->event->fact_count; i++) {
        const struct gz_event_fact *f = &t->event->facts[i];
        if (test->fact_type.len_bytes == 0 ||
            gz_str_eq(f->type, test->fact_type)) {
            put_of_fact(out, test, f);
        }
    }
}

// --- the tree ---

static struct gz_str keep(struct tracer *t, struct gz_buffer *text)
{
    struct gz_str out = {NULL, 0};
    if (gz_buffer_status(text) == GZ_OK) {
        out = gz_arena_copy(t->arena, gz_buffer_str(text));
    }
    if (out.ptr == NULL) {
        t->status = GZ_NO_MEMORY;
    }
    gz_buffer_clear(text);
    return out;
}

static uint32_t add(struct tracer *t, uint32_t depth, struct gz_str text)
{
    if (t->count == t->room) {
        const size_t size = sizeof(*t->steps);
        void *grown = gz_arena_grow(t->arena, t->steps, t->room * size,
                                    (t->room + 16U) * size);
        if (grown == NULL) {
            t->status = GZ_NO_MEMORY;
            return 0;
        }
        t->steps = grown;
        t->room += 16;
    }
    t->steps[t->count] =
        (struct gz_condition_step){.depth = depth, .text = text};
    return t->count++;
}

static enum gz_condition_verdict trace_test(struct tracer *t,
                                            struct gz_str *code, uint32_t depth)
{
    struct gz_buffer text;
    struct gz_str one = *code;
    (void)gz_condition_take(code);
    const struct gz_condition_test test = gz_condition_take_test(code);
    for (uint8_t i = 0; i < test.value_count; i++) {
        (void)gz_condition_take_literal(code);
    }
    // A test is a condition by itself.
    one.len_bytes -= code->len_bytes;
    gz_buffer_init(&text, 0);
    gz_condition_print(one, &text);
    const struct gz_str printed = keep(t, &text);
    list_found(t, &test, &text);
    const struct gz_str found = keep(t, &text);
    gz_buffer_fini(&text);
    const uint32_t at = add(t, depth, printed);
    if (t->status != GZ_OK) {
        return GZ_CONDITION_UNKNOWN;
    }
    t->steps[at].found = found;
    t->steps[at].verdict = judge(t, &test, one);
    return t->steps[at].verdict;
}

static enum gz_condition_verdict negate(enum gz_condition_verdict v)
{
    return v == GZ_CONDITION_UNKNOWN ? v
           : v == GZ_CONDITION_TRUE  ? GZ_CONDITION_FALSE
                                     : GZ_CONDITION_TRUE;
}

// decides: what settles it, whatever the other side is.
static enum gz_condition_verdict join(enum gz_condition_verdict decides,
                                      enum gz_condition_verdict left,
                                      enum gz_condition_verdict right)
{
    if (left == decides || right == decides) {
        return decides;
    }
    return left == GZ_CONDITION_UNKNOWN ? left : right;
}

// A chain of the same connective is one step with all its parts.
static enum gz_condition_verdict trace_node(struct tracer *t,
                                            struct gz_str *code, uint32_t depth,
                                            enum gz_condition_node around)
{
    static const struct gz_str words[] = {
        [GZ_CONDITION_AND] = {"and", 3},
        [GZ_CONDITION_OR] = {"or", 2},
        [GZ_CONDITION_NOT] = {"not", 3},
    };
    const enum gz_condition_node node = (uint8_t)code->ptr[0];
    if (t->status != GZ_OK) {
        return GZ_CONDITION_UNKNOWN;
    }
    if (node == GZ_CONDITION_TEST) {
        return trace_test(t, code, depth);
    }
    (void)gz_condition_take(code);
    const bool chained = node == around && node != GZ_CONDITION_NOT;
    const uint32_t below = depth + (chained ? 0 : 1);
    const uint32_t at = chained ? 0 : add(t, depth, words[node]);
    enum gz_condition_verdict verdict = trace_node(t, code, below, node);
    if (node == GZ_CONDITION_NOT) {
        verdict = negate(verdict);
    } else {
        verdict = join(node == GZ_CONDITION_AND ? GZ_CONDITION_FALSE
                                                : GZ_CONDITION_TRUE,
                       verdict, trace_node(t, code, below, node));
    }
    if (t->status == GZ_OK && !chained) {
        t->steps[at].verdict = verdict;
    }
    return verdict;
}

// --- the evidence ---

static enum gz_status trace_with(const struct gz_event *event,
                                 const struct gz_event_fact *fact,
                                 struct gz_str code, struct gz_arena *arena,
                                 struct gz_condition_trace *out)
{
    struct tracer t = {.event = event, .fact = fact, .arena = arena};
    out->verdict = trace_node(&t, &code, 0, GZ_CONDITION_NOT);
    out->fact = fact;
    out->steps = t.steps;
    out->count = t.count;
    return t.status;
}

enum gz_status gz_condition_trace(struct gz_str code,
                                  const struct gz_alert_event *alert,
                                  const struct gz_alert_evidence *evidence,
                                  struct gz_arena *arena,
                                  struct gz_condition_trace *out)
{
    const struct gz_event_article article = {
        .id = evidence->article_id,
        .url = evidence->url,
        .source = evidence->source,
        .title = evidence->title,
        .language = evidence->language,
        .published_ms = evidence->published_ms,
    };
    const struct gz_event event = {
        .article = &article,
        .entity_id = alert->entity_id,
        .entity_name = alert->entity_name,
        .entity_type = alert->entity_type,
        .salience = evidence->salience,
        .facts = evidence->facts,
        .fact_count = evidence->fact_count,
    };
    enum gz_status st = trace_with(
        &event, evidence->fact_count > 0 ? &evidence->facts[0] : NULL, code,
        arena, out);
    for (uint32_t i = 1; st == GZ_OK && out->verdict == GZ_CONDITION_FALSE &&
                         i < evidence->fact_count;
         i++) {
        struct gz_condition_trace other;
        st = trace_with(&event, &evidence->facts[i], code, arena, &other);
        if (other.verdict != GZ_CONDITION_FALSE) {
            *out = other;
        }
    }
    return st;
}
