// Whether a condition holds of an event and one of its facts.

#include <assert.h>
#include <stdlib.h>

#include "daemon/alert/condition/condition.h"
#include "daemon/alert/condition/condition_amounts.h"
#include "daemon/alert/condition/condition_code.h"
#include "rules/values/decimal.h"

// --- comparing ---

static bool number_holds(enum gz_condition_op op, double have,
                         const struct gz_condition_literal *v)
{
    char text[GZ_DECIMAL_BYTES];
    assert(v->text.len_bytes < sizeof(text));
    if (v->text.len_bytes > 0) {
        memcpy(text, v->text.ptr, v->text.len_bytes);
    }
    text[v->text.len_bytes] = '\0';
    const double want = strtod(text, NULL);
    return gz_condition_amounts_order(op, (have > want) - (have < want));
}

static char lower(char c)
{
    if (c >= 'A' && c <= 'Z') {
        c = (char)(c + 'a' - 'A');
    }
    return c;
}

static bool contains_nocase(struct gz_str text, struct gz_str part)
{
    for (size_t i = 0; i + part.len_bytes <= text.len_bytes; i++) {
        size_t k = 0;
        while (k < part.len_bytes &&
               lower(text.ptr[i + k]) == lower(part.ptr[k])) {
            k++;
        }
        if (k == part.len_bytes) {
            return true;
        }
    }
    return false;
}

static bool text_holds(enum gz_condition_op op, enum gz_condition_type type,
                       struct gz_str have, struct gz_str want)
{
    bool same = false;
    switch (type) {
    case GZ_CONDITION_IS_ENTITY:
        same = gz_alert_terms_is_a(have, want);
        break;
    case GZ_CONDITION_IS_NAME:
        same = gz_str_eq_nocase(have, want);
        break;
    default:
        same = gz_str_eq(have, want);
    }
    switch (op) {
    case GZ_CONDITION_CONTAINS:
        return contains_nocase(have, want);
    case GZ_CONDITION_EQ:
    case GZ_CONDITION_IN:
        return same;
    case GZ_CONDITION_NE:
        return !same;
    default:
        return gz_condition_amounts_order(op, gz_str_compare(have, want));
    }
}

// --- tests ---

// What a field holds in the case at hand.
struct operand {
    bool there;
    double number;
    struct gz_str text;
    uint32_t symbol;  // and truth values
    const struct gz_event_value *value;
};

static bool one_holds(const struct gz_condition_test *t,
                      const struct operand *have,
                      const struct gz_condition_literal *v)
{
    switch (gz_condition_rows[t->field].type) {
    case GZ_CONDITION_IS_NUMBER:
        return number_holds(t->op, have->number, v);
    case GZ_CONDITION_IS_BOOL:
    case GZ_CONDITION_IS_SYMBOL:
        return gz_condition_amounts_order(t->op,
                                          have->symbol == v->symbol ? 0 : 1);
    case GZ_CONDITION_IS_AMOUNT:
        return have->value != NULL &&
               gz_condition_amounts_hold(t->op, have->value, v);
    default:
        return text_holds(t->op, gz_condition_rows[t->field].type, have->text,
                          v->text);
    }
}

// What is not there compares true with nothing.
static bool operand_holds(const struct gz_condition_test *t,
                          const struct operand *have, struct gz_str values)
{
    if (!have->there) {
        return false;
    }
    if (t->op == GZ_CONDITION_IS_TRUE) {
        return have->symbol != 0;
    }
    for (uint8_t i = 0; i < t->value_count; i++) {
        const struct gz_condition_literal v =
            gz_condition_take_literal(&values);
        if (one_holds(t, have, &v)) {
            return true;
        }
    }
    return false;
}

static struct operand of_pairs(const struct gz_event_pair *pairs,
                               uint32_t count, struct gz_str key)
{
    for (uint32_t i = 0; i < count; i++) {
        if (gz_str_eq(pairs[i].key, key)) {
            return (struct operand){.there = true, .text = pairs[i].value};
        }
    }
    return (struct operand){.there = false};
}

static struct operand of_article(const struct gz_condition_test *t,
                                 const struct gz_event_article *a)
{
    struct operand o = {.there = true};
    switch (t->field) {
    case GZ_CONDITION_STATUS:
        o.symbol = a->status;
        break;
    case GZ_CONDITION_TRUNCATED:
        o.symbol = a->truncated;
        break;
    case GZ_CONDITION_LANGUAGE:
        o.text = a->language;
        break;
    case GZ_CONDITION_SOURCE:
        o.text = a->source;
        break;
    case GZ_CONDITION_TITLE:
        o.text = a->title;
        break;
    default:
        o.text = a->url;
    }
    return o;
}

static struct operand of_event(const struct gz_condition_test *t,
                               const struct gz_event *e)
{
    struct operand o = {.there = true};
    switch (t->field) {
    case GZ_CONDITION_SALIENCE:
        o.number = e->salience;
        break;
    case GZ_CONDITION_IN_TITLE:
        o.symbol = e->in_title;
        break;
    case GZ_CONDITION_FIRST_SENTENCE:
        o.symbol = e->first_sentence;
        break;
    case GZ_CONDITION_MENTIONS:
        o.number = e->mention_count;
        break;
    case GZ_CONDITION_ENTITY_ID:
        o.text = e->entity_id;
        break;
    case GZ_CONDITION_ENTITY_NAME:
        o.text = e->entity_name;
        break;
    case GZ_CONDITION_ENTITY_TYPE:
        o.text = e->entity_type;
        break;
    case GZ_CONDITION_LINK_SCORE:
        o.number = e->link_score;
        break;
    case GZ_CONDITION_LINK_METHOD:
        o.symbol = e->link_method;
        break;
    case GZ_CONDITION_ATTRIBUTE:
        return of_pairs(e->ext, e->ext_count, t->key);
    case GZ_CONDITION_XID:
        return of_pairs(e->xids, e->xid_count, t->key);
    default:
        return of_article(t, e->article);
    }
    return o;
}

static struct operand of_source(const struct gz_condition_test *t,
                                const struct gz_event_attribution *a)
{
    struct operand o = {.there = true, .symbol = a->kind};
    o.text = t->field == GZ_CONDITION_SOURCE_ID ? a->entity_id : a->verb;
    return o;
}

static struct operand of_role(const struct gz_condition_test *t,
                              const struct gz_event_role *r)
{
    struct operand o = {.there = true, .symbol = 1, .value = r->value};
    switch (t->field) {
    case GZ_CONDITION_ROLE_ID:
        o.text = r->entity_id;
        break;
    case GZ_CONDITION_ROLE_NAME:
        o.text = r->name;
        break;
    case GZ_CONDITION_ROLE_UNIT:
        o.there = r->value != NULL;
        o.text = o.there ? r->value->unit : r->text;
        break;
    default:
        o.text = r->text;
    }
    return o;
}

static bool sources_hold(const struct gz_condition_test *t,
                         const struct gz_event_fact *f, struct gz_str values)
{
    for (uint32_t i = 0; i < f->attribution_count; i++) {
        const struct operand o = of_source(t, &f->attributions[i]);
        if (operand_holds(t, &o, values)) {
            return true;
        }
    }
    return false;
}

static bool roles_hold(const struct gz_condition_test *t,
                       const struct gz_event_fact *f, struct gz_str values)
{
    for (uint32_t i = 0; i < f->role_count; i++) {
        const struct operand o = of_role(t, &f->roles[i]);
        if (gz_str_eq(f->roles[i].role, t->key) &&
            operand_holds(t, &o, values)) {
            return true;
        }
    }
    return false;
}

static bool fact_holds(const struct gz_condition_test *t,
                       const struct gz_event_fact *f, struct gz_str values)
{
    struct operand o = {.there = true, .symbol = 1};
    switch (t->field) {
    case GZ_CONDITION_FACT_THERE:
        break;
    case GZ_CONDITION_FACT_TYPE:
        o.text = f->type;
        break;
    case GZ_CONDITION_FACT_POLARITY:
        o.symbol = f->polarity;
        break;
    case GZ_CONDITION_FACT_MODALITY:
        o.symbol = f->modality;
        break;
    case GZ_CONDITION_FACT_CONFIDENCE:
        o.number = f->confidence;
        break;
    case GZ_CONDITION_FACT_RULE:
        o.text = f->rule;
        break;
    case GZ_CONDITION_SOURCE_THERE:
        o.there = f->attribution_count > 0;
        break;
    default:
        return t->field < GZ_CONDITION_ROLE_THERE ? sources_hold(t, f, values)
                                                  : roles_hold(t, f, values);
    }
    return operand_holds(t, &o, values);
}

static bool test_holds(const struct gz_condition_test *t,
                       const struct gz_event *event,
                       const struct gz_event_fact *fact, struct gz_str values)
{
    if (!t->of_fact) {
        const struct operand o = of_event(t, event);
        return operand_holds(t, &o, values);
    }
    if (fact != NULL &&
        (t->fact_type.len_bytes == 0 || gz_str_eq(t->fact_type, fact->type))) {
        return fact_holds(t, fact, values);
    }
    for (uint32_t i = 0; i < event->fact_count; i++) {
        if ((t->fact_type.len_bytes == 0 ||
             gz_str_eq(event->facts[i].type, t->fact_type)) &&
            fact_holds(t, &event->facts[i], values)) {
            return true;
        }
    }
    return false;
}

// --- the tree ---

// Reads one node; its value is of no interest when it is not `wanted`, but
// its end is.  The compiler bounds the depth.
static bool node_holds(struct gz_str *code, const struct gz_event *event,
                       const struct gz_event_fact *fact, bool wanted)
{
    const enum gz_condition_node node = gz_condition_take(code);
    if (node == GZ_CONDITION_NOT) {
        return !node_holds(code, event, fact, wanted);
    }
    if (node != GZ_CONDITION_TEST) {
        const bool stop = node == GZ_CONDITION_OR;
        const bool left = node_holds(code, event, fact, wanted);
        const bool right =
            node_holds(code, event, fact, wanted && left != stop);
        return left == stop ? left : right;
    }
    const struct gz_condition_test t = gz_condition_take_test(code);
    const struct gz_str values = *code;
    for (uint8_t i = 0; i < t.value_count; i++) {
        (void)gz_condition_take_literal(code);
    }
    return wanted && test_holds(&t, event, fact, values);
}

bool gz_condition_holds(struct gz_str code, const struct gz_event *event,
                        const struct gz_event_fact *fact)
{
    return code.len_bytes == 0 || node_holds(&code, event, fact, true);
}
