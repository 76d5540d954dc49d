#ifndef GZ_CONDITION_CODE_H
#define GZ_CONDITION_CODE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "codecs/event_symbol.h"
#include "daemon/base/str.h"

/*
 * The code of conditions, known to the files condition_*.c alone: prefix, a
 * byte for each node, so that a tree is read from front to back.
 *
 *     node := AND node node | OR node node | NOT node | TEST path op values
 *     path := field [text: key]                       of the event
 *           | FACT text:type field [text:role part]   of a fact
 *     values := count value*                          0 for a truth value
 *     value  := NUMBER text:number text:unit | TEXT text | SYMBOL byte
 *
 * A text is one byte of length, then its bytes.
 */
enum gz_condition_node {
    GZ_CONDITION_AND,
    GZ_CONDITION_OR,
    GZ_CONDITION_NOT,
    GZ_CONDITION_TEST,
};

enum gz_condition_op {
    GZ_CONDITION_IS_TRUE,
    GZ_CONDITION_EQ,
    GZ_CONDITION_NE,
    GZ_CONDITION_LT,
    GZ_CONDITION_LE,
    GZ_CONDITION_GT,
    GZ_CONDITION_GE,
    GZ_CONDITION_CONTAINS,
    GZ_CONDITION_IN,
    GZ_CONDITION_OP_COUNT,
};

enum gz_condition_value {
    GZ_CONDITION_NUMBER,
    GZ_CONDITION_TEXT,
    GZ_CONDITION_SYMBOL,
};

// What a field holds.
enum gz_condition_type {
    GZ_CONDITION_IS_NUMBER,
    GZ_CONDITION_IS_BOOL,
    GZ_CONDITION_IS_TEXT,
    GZ_CONDITION_IS_NAME,    // text, compared without case
    GZ_CONDITION_IS_ENTITY,  // a type of entities: equal when it is below
    GZ_CONDITION_IS_SYMBOL,
    GZ_CONDITION_IS_AMOUNT,  // a value with unit and comparison
};

// Fields of an event, then those of a fact.
enum gz_condition_field {
    GZ_CONDITION_SALIENCE,
    GZ_CONDITION_IN_TITLE,
    GZ_CONDITION_FIRST_SENTENCE,
    GZ_CONDITION_MENTIONS,
    GZ_CONDITION_ENTITY_ID,
    GZ_CONDITION_ENTITY_NAME,
    GZ_CONDITION_ENTITY_TYPE,
    GZ_CONDITION_LINK_SCORE,
    GZ_CONDITION_LINK_METHOD,
    GZ_CONDITION_ATTRIBUTE,  // with a key
    GZ_CONDITION_XID,        // with a key
    GZ_CONDITION_STATUS,
    GZ_CONDITION_TRUNCATED,
    GZ_CONDITION_LANGUAGE,
    GZ_CONDITION_SOURCE,
    GZ_CONDITION_TITLE,
    GZ_CONDITION_URL,
    GZ_CONDITION_FACT,  // what follows is of a fact
    GZ_CONDITION_FACT_THERE,
    GZ_CONDITION_FACT_TYPE,
    GZ_CONDITION_FACT_POLARITY,
    GZ_CONDITION_FACT_MODALITY,
    GZ_CONDITION_FACT_CONFIDENCE,
    GZ_CONDITION_FACT_RULE,
    GZ_CONDITION_SOURCE_THERE,
    GZ_CONDITION_SOURCE_KIND,
    GZ_CONDITION_SOURCE_ID,
    GZ_CONDITION_SOURCE_VERB,
    GZ_CONDITION_ROLE_THERE,  // these with the name of a role
    GZ_CONDITION_ROLE_ID,
    GZ_CONDITION_ROLE_NAME,
    GZ_CONDITION_ROLE_TEXT,
    GZ_CONDITION_ROLE_VALUE,
    GZ_CONDITION_ROLE_UNIT,
    GZ_CONDITION_FIELD_COUNT,
};

struct gz_condition_row {
    const char *name;  // as written, of a fact without "fact."; role parts
                       // without the role
    enum gz_condition_type type;
    enum gz_event_enum symbols;  // of IS_SYMBOL
    bool is_share;               // of IS_NUMBER, which are from 0 on: to 1
};

extern const struct gz_condition_row gz_condition_rows[];
extern const char *const gz_condition_ops[GZ_CONDITION_OP_COUNT];

/** Whether a key, or the name of a role, follows the field. */
static inline bool gz_condition_has_key(enum gz_condition_field field)
{
    return field == GZ_CONDITION_ATTRIBUTE || field == GZ_CONDITION_XID ||
           field >= GZ_CONDITION_ROLE_THERE;
}

/** Take a byte, or a text, out of the code. */
static inline uint8_t gz_condition_take(struct gz_str *code)
{
    const uint8_t byte = (uint8_t)code->ptr[0];
    code->ptr++;
    code->len_bytes--;
    return byte;
}

static inline struct gz_str gz_condition_take_text(struct gz_str *code)
{
    const size_t len = gz_condition_take(code);
    const struct gz_str text = {code->ptr, len};
    code->ptr += len;
    code->len_bytes -= len;
    return text;
}

// A test as it stands in the code; values are taken one by one.
struct gz_condition_test {
    bool of_fact;
    struct gz_str fact_type;  // empty: the fact that it is about
    enum gz_condition_field field;
    struct gz_str key;
    enum gz_condition_op op;
    uint8_t value_count;
};

struct gz_condition_literal {
    enum gz_condition_value kind;
    struct gz_str text;  // of numbers too
    struct gz_str unit;
    uint8_t symbol;
};

static inline struct gz_condition_test
gz_condition_take_test(struct gz_str *code)
{
    struct gz_condition_test t = {.field = gz_condition_take(code)};
    if (t.field == GZ_CONDITION_FACT) {
        t.of_fact = true;
        t.fact_type = gz_condition_take_text(code);
        t.field = gz_condition_take(code);
    }
    if (gz_condition_has_key(t.field)) {
        t.key = gz_condition_take_text(code);
    }
    t.op = gz_condition_take(code);
    t.value_count = gz_condition_take(code);
    return t;
}

static inline struct gz_condition_literal
gz_condition_take_literal(struct gz_str *code)
{
    struct gz_condition_literal v = {.kind = gz_condition_take(code)};
    if (v.kind == GZ_CONDITION_SYMBOL) {
        v.symbol = gz_condition_take(code);
        return v;
    }
    v.text = gz_condition_take_text(code);
    if (v.kind == GZ_CONDITION_NUMBER) {
        v.unit = gz_condition_take_text(code);
    }
    return v;
}

#endif
