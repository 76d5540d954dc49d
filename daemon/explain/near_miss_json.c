// How far a rule came, for programs.

#include "daemon/explain/near_miss.h"
#include "daemon/explain/near_words.h"

static void put_place(const struct gz_near_question *q,
                      const struct gz_near_miss *near, uint32_t begin,
                      uint32_t end, struct gz_json_writer *w)
{
    const struct gz_tokens *tokens = &q->document->fields[near->field].tokens;
    if (begin >= end || end > near->window_token) {
        gz_json_null(w);
        return;
    }
    gz_json_object(w);
    gz_json_key(w, "text");
    gz_json_str(w, gz_near_miss_text(q, near, begin, end));
    gz_json_key(w, "begin");
    gz_json_uint(w, tokens->items[begin].begin_byte);
    gz_json_key(w, "end");
    gz_json_uint(w, tokens->items[end - 1].end_byte);
    gz_json_object_end(w);
}

static void put_captures(const struct gz_near_question *q,
                         const struct gz_near_miss *near,
                         struct gz_json_writer *w)
{
    gz_json_array(w);
    for (uint32_t i = 0; i < near->capture_count; i++) {
        const struct gz_capture *c = &near->captures[i];
        gz_json_object(w);
        gz_json_key(w, "role");
        gz_json_str(w, q->rule->roles[c->role].name);
        gz_json_key(w, "place");
        put_place(q, near, c->begin_token, c->end_token, w);
        gz_json_object_end(w);
    }
    gz_json_array_end(w);
}

static enum gz_status put_item(const struct gz_near_question *q,
                               const struct gz_near_miss *near,
                               const struct gz_pattern *item,
                               struct gz_json_writer *w)
{
    struct gz_near_words words;
    struct gz_buffer text;
    const enum gz_status st =
        gz_near_miss_words(q, near, item, near->reached_token, &words);
    if (st != GZ_OK) {
        return st;
    }
    gz_buffer_init(&text, 0);
    gz_pattern_print(item, &text);
    gz_json_object(w);
    gz_json_key(w, "item");
    gz_json_str(w, gz_buffer_str(&text));
    gz_json_key(w, "optional");
    gz_json_bool(w, !gz_near_words_needs(near, item));
    gz_json_key(w, "accepts");
    gz_json_array(w);
    for (uint32_t i = 0; i < words.count; i++) {
        gz_json_str(w, words.items[i]);
    }
    gz_json_array_end(w);
    gz_buffer_clear(&text);
    gz_near_words_rest(q->rule->matches[near->pattern].root, item, &text);
    gz_json_key(w, "then");
    gz_json_str(w, gz_buffer_str(&text));
    gz_json_object_end(w);
    gz_buffer_fini(&text);
    return GZ_OK;
}

static enum gz_status put_wanted(const struct gz_near_question *q,
                                 const struct gz_near_miss *near,
                                 struct gz_json_writer *w)
{
    enum gz_status st = GZ_OK;
    gz_json_array(w);
    for (uint32_t i = 0; i < near->wanted_count && st == GZ_OK; i++) {
        if (gz_near_words_first(near, i)) {
            st = put_item(q, near, near->wanted[i].item, w);
        }
    }
    gz_json_array_end(w);
    return st;
}

// Where an attempt began, what it captured and where it ended.
static enum gz_status put_attempt(const struct gz_near_question *q,
                                  const struct gz_near_miss *near,
                                  struct gz_json_writer *w)
{
    if (q->rule->match_count > 0) {
        gz_json_key(w, "pattern");
        gz_json_uint(w, near->pattern);
        gz_json_key(w, "match");
        gz_json_str(w, q->rule->matches[near->pattern].text);
    }
    gz_json_key(w, "field");
    gz_json_z(w, near->field == GZ_FIELD_TITLE ? "title" : "body");
    gz_json_key(w, "passed");
    put_place(q, near, near->begin_token, near->reached_token, w);
    gz_json_key(w, "captured");
    put_captures(q, near, w);
    if (near->matched) {
        return GZ_OK;
    }
    gz_json_key(w, "found");
    put_place(q, near, near->reached_token, near->reached_token + 1, w);
    gz_json_key(w, "up_to");
    put_place(q, near, near->last_token, near->last_token + 1, w);
    gz_json_key(w, "wanted");
    return put_wanted(q, near, w);
}

static enum gz_status put_others(const struct gz_near_question *q,
                                 const struct gz_near_miss *near,
                                 struct gz_json_writer *w)
{
    enum gz_status st = GZ_OK;
    gz_json_key(w, "also");
    gz_json_array(w);
    for (uint32_t i = 0; i < near->other_count && st == GZ_OK; i++) {
        gz_json_object(w);
        st = put_attempt(q, &near->others[i], w);
        gz_json_object_end(w);
    }
    gz_json_array_end(w);
    return st;
}

static void put_guard(const struct gz_near_question *q, int32_t guard,
                      struct gz_json_writer *w)
{
    gz_json_key(w, "forbidden_by");
    gz_json_object(w);
    gz_json_key(w, "unless");
    gz_json_int(w, guard);
    gz_json_key(w, "pattern");
    gz_json_str(w, q->rule->unless[guard].text);
    gz_json_object_end(w);
}

static void put_nothing(const struct gz_near_question *q,
                        struct gz_json_writer *w)
{
    struct gz_buffer text;
    gz_buffer_init(&text, 0);
    gz_near_miss_nothing(q, &text);
    gz_json_key(w, "reason");
    gz_json_str(w, gz_buffer_str(&text));
    gz_buffer_fini(&text);
}

enum gz_status gz_near_miss_json(const struct gz_near_question *q,
                                 const struct gz_near_miss *near,
                                 struct gz_json_writer *w)
{
    const struct gz_extract_step *dropped = gz_near_miss_dropped(q);
    enum gz_status st = GZ_OK;
    gz_json_object(w);
    gz_json_key(w, "rule");
    gz_json_str(w, q->rule->id);
    gz_json_key(w, "matches");
    gz_json_bool(w, gz_near_miss_holds(near));
    if (!near->found) {
        put_nothing(q, w);
    } else {
        st = put_attempt(q, near, w);
    }
    if (near->matched && near->guard >= 0) {
        put_guard(q, near->guard, w);
    }
    if (gz_near_miss_holds(near) && dropped != NULL) {
        gz_json_key(w, "dropped");
        gz_json_z(w, dropped->reason);
    }
    if (gz_near_miss_holds(near) && dropped != NULL &&
        dropped->by.len_bytes > 0) {
        gz_json_key(w, "by");
        gz_json_str(w, dropped->by);
    }
    if (st == GZ_OK && near->found && !near->matched) {
        st = put_others(q, near, w);
    }
    gz_json_object_end(w);
    return st;
}
