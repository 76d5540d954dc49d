// A condition as text, with the fewest parentheses.

#include "daemon/alert/condition/condition.h"
#include "daemon/alert/condition/condition_code.h"

static void print_quoted(struct gz_buffer *out, struct gz_str text)
{
    gz_buffer_append_byte(out, '"');
    for (size_t i = 0; i < text.len_bytes; i++) {
        if (text.ptr[i] == '"' || text.ptr[i] == '\\') {
            gz_buffer_append_byte(out, '\\');
        }
        gz_buffer_append_byte(out, (uint8_t)text.ptr[i]);
    }
    gz_buffer_append_byte(out, '"');
}

static void print_literal(struct gz_buffer *out,
                          const struct gz_condition_test *t,
                          const struct gz_condition_literal *v)
{
    const struct gz_condition_row *row = &gz_condition_rows[t->field];
    if (v->kind == GZ_CONDITION_NUMBER) {
        gz_buffer_append_str(out, v->text);
        if (v->unit.len_bytes > 0) {
            gz_buffer_append_fmt(out, " " GZ_STR_FMT, GZ_STR_ARG(v->unit));
        }
    } else if (v->kind == GZ_CONDITION_TEXT) {
        print_quoted(out, v->text);
    } else if (row->type == GZ_CONDITION_IS_BOOL) {
        gz_buffer_append_z(out, v->symbol != 0 ? "true" : "false");
    } else {
        gz_buffer_append_z(out, gz_event_symbol_name(row->symbols, v->symbol));
    }
}

static void print_path(struct gz_buffer *out, const struct gz_condition_test *t)
{
    const char *name = gz_condition_rows[t->field].name;
    if (!t->of_fact) {
        gz_buffer_append_z(out, name);
        gz_buffer_append_str(out, t->key);
        return;
    }
    gz_buffer_append_z(out, "fact");
    if (t->fact_type.len_bytes > 0) {
        gz_buffer_append_fmt(out, "(" GZ_STR_FMT ")", GZ_STR_ARG(t->fact_type));
    }
    if (t->key.len_bytes > 0) {
        gz_buffer_append_fmt(out, "." GZ_STR_FMT, GZ_STR_ARG(t->key));
    }
    if (name[0] != '\0') {
        gz_buffer_append_fmt(out, ".%s", name);
    }
}

static void print_test(struct gz_str *code, struct gz_buffer *out)
{
    const struct gz_condition_test t = gz_condition_take_test(code);
    print_path(out, &t);
    if (t.op != GZ_CONDITION_IS_TRUE) {
        gz_buffer_append_fmt(out, " %s ", gz_condition_ops[t.op]);
    }
    if (t.op == GZ_CONDITION_IN) {
        gz_buffer_append_byte(out, '[');
    }
    for (uint8_t i = 0; i < t.value_count; i++) {
        const struct gz_condition_literal v = gz_condition_take_literal(code);
        gz_buffer_append_z(out, i > 0 ? ", " : "");
        print_literal(out, &t, &v);
    }
    if (t.op == GZ_CONDITION_IN) {
        gz_buffer_append_byte(out, ']');
    }
}

// A node binds more loosely than what is around it needs parentheses; on the
// right also one that binds as tightly, so that the same tree is read back.
enum binding {
    BINDS_OR,
    BINDS_AND,
    BINDS_NOT,
};

static void print_node(struct gz_str *code, enum binding around,
                       struct gz_buffer *out)
{
    const enum gz_condition_node node = gz_condition_take(code);
    if (node == GZ_CONDITION_TEST) {
        print_test(code, out);
        return;
    }
    if (node == GZ_CONDITION_NOT) {
        gz_buffer_append_z(out, "not ");
        print_node(code, BINDS_NOT, out);
        return;
    }
    const bool is_and = node == GZ_CONDITION_AND;
    const enum binding own = is_and ? BINDS_AND : BINDS_OR;
    const bool brackets = own < around;
    gz_buffer_append_z(out, brackets ? "(" : "");
    print_node(code, own, out);
    gz_buffer_append_z(out, is_and ? " and " : " or ");
    print_node(code, (enum binding)(own + 1), out);
    gz_buffer_append_z(out, brackets ? ")" : "");
}

void gz_condition_print(struct gz_str code, struct gz_buffer *out)
{
    if (code.len_bytes > 0) {
        print_node(&code, BINDS_OR, out);
    }
}

struct gz_str gz_condition_fact_type(struct gz_str code)
{
    while (code.len_bytes > 0) {
        if (gz_condition_take(&code) != GZ_CONDITION_TEST) {
            continue;
        }
        const struct gz_condition_test t = gz_condition_take_test(&code);
        if (t.fact_type.len_bytes > 0) {
            return t.fact_type;
        }
        for (uint8_t i = 0; i < t.value_count; i++) {
            (void)gz_condition_take_literal(&code);
        }
    }
    return GZ_STR_LIT("");
}
