// The left side of a test: a field of the event or of a fact.

#include "daemon/alert/condition/condition_parser.h"
#include "daemon/base/name_hint.h"

enum { NAMES_MAX = GZ_CONDITION_FIELD_COUNT };

static struct gz_str span_of(struct gz_str from, struct gz_str to)
{
    return gz_str_of(from.ptr, (size_t)(to.ptr + to.len_bytes - from.ptr));
}

static enum gz_status fail_unknown(struct gz_condition_parser *p,
                                   struct gz_str text, const char *what,
                                   const char *const *names, size_t count)
{
    struct gz_buffer hint;
    gz_buffer_init(&hint, 0);
    gz_name_hint(&hint, text, names, count);
    return gz_condition_parser_unknown(p, text, what, &hint);
}

// --- of the event ---

// A row that ends with a dot has a key behind it.
static bool row_fits(enum gz_condition_field field, struct gz_str text,
                     struct gz_str *key)
{
    const struct gz_str name = gz_str_z(gz_condition_rows[field].name);
    if (!gz_condition_has_key(field)) {
        return gz_str_eq(text, name);
    }
    *key =
        gz_str_of(text.ptr + name.len_bytes, text.len_bytes - name.len_bytes);
    return gz_str_starts(text, name) && text.len_bytes > name.len_bytes;
}

static enum gz_status put_event_field(struct gz_condition_parser *p,
                                      struct gz_condition_path *out)
{
    const char *names[NAMES_MAX];
    size_t count = 0;
    for (int f = 0; f < GZ_CONDITION_FACT; f++) {
        struct gz_str key = {NULL, 0};
        if (row_fits((enum gz_condition_field)f, out->text, &key)) {
            out->field = (enum gz_condition_field)f;
            gz_buffer_append_byte(p->code, (uint8_t)f);
            return key.len_bytes > 0 ? gz_condition_parser_put(p, key) : GZ_OK;
        }
        names[count++] = gz_condition_rows[f].name;
    }
    return fail_unknown(p, out->text, "field", names, count);
}

// --- of a fact ---

// Its fields and its roles; without a type those of all facts.  GZ_INVALID is
// reported.
static enum gz_status check_role(struct gz_condition_parser *p,
                                 const struct gz_fact_type *type,
                                 struct gz_str role)
{
    const char *names[NAMES_MAX + GZ_ALERT_TERMS_ROLES];
    size_t count = 0;
    if (p->terms == NULL || gz_alert_terms_has_role(p->terms, type, role)) {
        return GZ_OK;
    }
    for (int f = GZ_CONDITION_FACT_TYPE; f < GZ_CONDITION_ROLE_THERE; f++) {
        names[count++] = gz_condition_rows[f].name;
    }
    count += gz_alert_terms_roles(p->terms, type, names + count,
                                  GZ_ALERT_TERMS_ROLES);
    const char *what =
        type != NULL ? "field or role of this fact" : "field or role of a fact";
    return fail_unknown(p, role, what, names, count);
}

enum gz_status gz_condition_paths_fact(struct gz_condition_parser *p,
                                       struct gz_str name,
                                       const struct gz_fact_type **out)
{
    struct gz_buffer hint;
    *out = p->terms != NULL ? gz_alert_terms_fact(p->terms, name) : NULL;
    if (p->terms == NULL || *out != NULL) {
        return GZ_OK;
    }
    gz_buffer_init(&hint, 0);
    gz_alert_terms_hint_fact(p->terms, name, &hint);
    return gz_condition_parser_past(
        p, gz_condition_parser_unknown(p, name, "type of facts", &hint));
}

static enum gz_status read_type(struct gz_condition_parser *p,
                                const struct gz_fact_type **type)
{
    struct gz_str name = GZ_STR_LIT("");
    if (gz_condition_parser_at(p, "(")) {
        gz_condition_parser_step(p);
        name = p->token.text;
        if (p->token.kind != GZ_CONDITION_WORD) {
            return gz_condition_parser_fail(
                p, name, name, "expected a type of facts, such as Customer");
        }
        const enum gz_status st = gz_condition_paths_fact(p, name, type);
        if (st != GZ_OK) {
            return st;
        }
        gz_condition_parser_step(p);
        if (!gz_condition_parser_at(p, ")")) {
            return gz_condition_parser_fail(p, p->token.text, p->token.text,
                                            "expected \")\"");
        }
        gz_condition_parser_step(p);
    }
    return gz_condition_parser_put(p, name);
}

// A field of facts by its name, with "attribution" also that of its parts.
static bool find_fact_field(struct gz_str name, enum gz_condition_field *out)
{
    for (int f = GZ_CONDITION_FACT_TYPE; f < GZ_CONDITION_ROLE_THERE; f++) {
        if (gz_str_is(name, gz_condition_rows[f].name)) {
            *out = (enum gz_condition_field)f;
            return true;
        }
    }
    return false;
}

static enum gz_status put_role(struct gz_condition_parser *p,
                               const struct gz_fact_type *type,
                               struct gz_str name,
                               struct gz_condition_path *out)
{
    const char *parts[NAMES_MAX];
    size_t count = 0;
    struct gz_str part = name;
    const struct gz_str role = gz_str_cut(&part, '.');
    enum gz_status st = check_role(p, type, role);
    if (part.len_bytes > 0) {  // alone it may be a field, of another type
        st = gz_condition_parser_past(p, st);
    }
    if (st != GZ_OK) {
        return st;
    }
    for (int f = GZ_CONDITION_ROLE_THERE; f < GZ_CONDITION_FIELD_COUNT; f++) {
        if (gz_str_is(part, gz_condition_rows[f].name)) {
            out->field = (enum gz_condition_field)f;
            gz_buffer_append_byte(p->code, (uint8_t)f);
            return gz_condition_parser_put(p, role);
        }
        if (f > GZ_CONDITION_ROLE_THERE) {
            parts[count++] = gz_condition_rows[f].name;
        }
    }
    return fail_unknown(p, part, "part of a role", parts, count);
}

static enum gz_status fail_attribution(struct gz_condition_parser *p,
                                       struct gz_str name)
{
    const char *names[NAMES_MAX];
    size_t count = 0;
    for (int f = GZ_CONDITION_SOURCE_KIND; f < GZ_CONDITION_ROLE_THERE; f++) {
        names[count++] = gz_condition_rows[f].name;
    }
    return fail_unknown(p, name, "field of a fact", names, count);
}

static enum gz_status put_fact_field(struct gz_condition_parser *p,
                                     const struct gz_fact_type *type,
                                     struct gz_str name,
                                     struct gz_condition_path *out)
{
    const struct gz_str attribution = GZ_STR_LIT("attribution.");
    if (name.len_bytes == 0) {
        out->field = GZ_CONDITION_FACT_THERE;
    } else if (!find_fact_field(name, &out->field)) {
        return gz_str_starts(name, attribution) ? fail_attribution(p, name)
                                                : put_role(p, type, name, out);
    }
    gz_buffer_append_byte(p->code, (uint8_t)out->field);
    return GZ_OK;
}

// --- both ---

// Names with dots between them, as one text; empty when there is none.
static enum gz_status read_names(struct gz_condition_parser *p,
                                 struct gz_str *out)
{
    const struct gz_str first = p->token.text;
    for (;;) {
        if (p->token.kind != GZ_CONDITION_WORD) {
            return gz_condition_parser_fail(p, p->token.text, p->token.text,
                                            "expected a name behind the dot");
        }
        const struct gz_str last = p->token.text;
        gz_condition_parser_step(p);
        if (!gz_condition_parser_at(p, ".")) {
            *out = span_of(first, last);
            return GZ_OK;
        }
        gz_condition_parser_step(p);
    }
}

static enum gz_status read_fact(struct gz_condition_parser *p,
                                struct gz_condition_path *out)
{
    const struct gz_fact_type *type = NULL;
    const struct gz_str begin = p->token.text;
    struct gz_str name = GZ_STR_LIT("");
    gz_condition_parser_step(p);
    gz_buffer_append_byte(p->code, GZ_CONDITION_FACT);
    enum gz_status st = read_type(p, &type);
    if (st == GZ_OK && gz_condition_parser_at(p, ".")) {
        gz_condition_parser_step(p);
        st = read_names(p, &name);
    }
    out->text = name.len_bytes > 0 ? span_of(begin, name) : begin;
    return st == GZ_OK ? put_fact_field(p, type, name, out) : st;
}

enum gz_status gz_condition_paths_read(struct gz_condition_parser *p,
                                       struct gz_condition_path *out)
{
    if (p->token.kind != GZ_CONDITION_WORD) {
        return gz_condition_parser_fail(
            p, p->token.text, p->token.text,
            "expected a field, such as salience.score or fact(Customer)");
    }
    if (gz_condition_parser_at(p, "fact")) {
        return read_fact(p, out);
    }
    const enum gz_status st = read_names(p, &out->text);
    return st == GZ_OK ? put_event_field(p, out) : st;
}
