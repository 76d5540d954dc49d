// A case as an AlertEvent.

#include "daemon/alert/alert_tell.h"

#include "codecs/alert_decode.h"
#include "codecs/alert_encode.h"
#include "codecs/article.h"
#include "codecs/binary.h"
#include "daemon/alert/alert_count.h"
#include "daemon/alert/alert_group.h"
#include "daemon/alert/alert_match.h"
#include "daemon/alert/alert_times.h"
#include "daemon/base/hash.h"

enum {
    TITLE_BYTES = 400,
    HEX_BYTES = GZ_ALERT_ID_HEX + 1,
};

// --- evidence ---

// Cut at a character.
static struct gz_str cut(struct gz_str text, size_t most)
{
    size_t len = text.len_bytes < most ? text.len_bytes : most;
    while (len > 0 && len < text.len_bytes &&
           ((unsigned char)text.ptr[len] & 0xC0U) == 0x80U) {
        len--;
    }
    return gz_str_of(text.ptr, len);
}

static enum gz_status list_facts(struct gz_alert_run *run, uint64_t facts,
                                 struct gz_alert_evidence *out)
{
    const struct gz_event *e = run->event;
    struct gz_event_fact *items =
        GZ_ARENA_ARRAY(run->engine->arena, struct gz_event_fact,
                       (size_t)__builtin_popcountll(facts));
    if (items == NULL) {
        return GZ_NO_MEMORY;
    }
    for (uint32_t i = 0; i < e->fact_count && i < GZ_ALERT_MATCH_FACTS; i++) {
        if ((facts >> i & 1) != 0) {
            items[out->fact_count++] = e->facts[i];
        }
    }
    out->facts = items;
    return GZ_OK;
}

static struct gz_alert_evidence describe(const struct gz_event *e, bool copy)
{
    const struct gz_event_article *a = e->article;
    return (struct gz_alert_evidence){
        .event_id = e->event_id,
        .article_id = a->id,
        .version = a->version,
        .url = a->url,
        .title = cut(a->title, TITLE_BYTES),
        .source = a->source,
        .language = a->language,
        .published_ms = a->published_ms,
        .ingested_ms = a->ingested_ms,
        .salience = e->salience,
        .copy = copy,
    };
}

enum gz_status gz_alert_tell_keep(struct gz_alert_run *run,
                                  struct gz_alert_case *c, uint64_t facts,
                                  bool copy)
{
    struct gz_buffer *scratch = &run->engine->scratch;
    if (c->evidence_count == GZ_ALERT_EVIDENCE_MAX) {
        c->evidence_omitted++;
        return GZ_OK;
    }
    struct gz_alert_evidence piece = describe(run->event, copy);
    const enum gz_status st = list_facts(run, facts, &piece);
    if (st != GZ_OK) {
        return st;
    }
    const struct gz_alert_event carrier = {.evidence = &piece,
                                           .evidence_count = 1};
    gz_buffer_clear(scratch);
    gz_alert_encode(&carrier, scratch);
    uint8_t *p = gz_buffer_reserve(&c->evidence, GZ_BINARY_LONG_MAX);
    if (gz_buffer_status(scratch) != GZ_OK || p == NULL) {
        return GZ_NO_MEMORY;
    }
    c->evidence.len +=
        (size_t)(gz_binary_put_long(p, (int64_t)scratch->len) - p);
    gz_buffer_append_str(&c->evidence, gz_buffer_str(scratch));
    c->evidence_count++;
    return gz_buffer_status(&c->evidence);
}

static enum gz_status take_evidence(struct gz_alert_run *run,
                                    const struct gz_alert_case *c,
                                    struct gz_alert_event *out)
{
    struct gz_arena *arena = run->engine->arena;
    struct gz_str parts[GZ_ALERT_EVIDENCE_MAX];
    struct gz_alert_evidence *items =
        GZ_ARENA_ARRAY(arena, struct gz_alert_evidence, c->evidence_count + 1U);
    // The walk over parts of a key begins behind its first byte.
    const struct gz_str all = {(const char *)c->evidence.data - 1,
                               c->evidence.len + 1};
    if (items == NULL) {
        return GZ_NO_MEMORY;
    }
    if (c->evidence_count > 0 &&
        !gz_alert_state_parts(all, parts, c->evidence_count)) {
        return GZ_INVALID;
    }
    for (uint32_t i = 0; i < c->evidence_count; i++) {
        const struct gz_alert_event *carrier = NULL;
        const enum gz_status st =
            gz_alert_decode(parts[i], arena, &carrier, NULL);
        if (st != GZ_OK || carrier->evidence_count != 1) {
            return st != GZ_OK ? st : GZ_INVALID;
        }
        items[i] = carrier->evidence[0];
    }
    out->evidence = items;
    out->evidence_count = c->evidence_count;
    out->evidence_omitted = c->evidence_omitted;
    return GZ_OK;
}

// --- the subscription ---

static enum gz_status list_texts(struct gz_arena *arena, struct gz_packed list,
                                 const struct gz_str **out, uint32_t *count)
{
    struct gz_str *items = GZ_ARENA_ARRAY(arena, struct gz_str, list.count);
    if (items == NULL) {
        return GZ_NO_MEMORY;
    }
    for (uint32_t i = 0; gz_packed_next(&list, &items[i]); i++) {
        *count = i + 1;
        if (list.count == 0) {
            break;
        }
    }
    *out = items;
    return GZ_OK;
}

static enum gz_status describe_subscription(struct gz_alert_run *run,
                                            struct gz_alert_event *out)
{
    const struct gz_subscription_view *v = run->view;
    struct gz_arena *arena = run->engine->arena;
    const struct gz_str *labels = NULL;
    uint32_t count = 0;
    out->subscription = v->id;
    out->subscription_version = (int64_t)v->version;
    out->severity = (uint8_t)v->severity;
    enum gz_status st =
        list_texts(arena, v->receivers, &out->receivers, &out->receiver_count);
    st = st == GZ_OK ? list_texts(arena, v->labels, &labels, &count) : st;
    struct gz_event_pair *pairs =
        GZ_ARENA_ARRAY(arena, struct gz_event_pair, count / 2);
    if (st != GZ_OK || pairs == NULL) {
        return GZ_NO_MEMORY;
    }
    for (uint32_t i = 0; i < count / 2; i++) {
        pairs[i] = (struct gz_event_pair){labels[2 * i], labels[2 * i + 1]};
    }
    out->labels = pairs;
    out->label_count = count / 2;
    out->engine = GZ_STR_LIT(GZ_VERSION);
    out->raised_ms = run->now_ms;
    out->next_repeat_ms = GZ_TIME_UNKNOWN;
    out->silenced_until_ms = GZ_TIME_UNKNOWN;
    return GZ_OK;
}

static struct gz_str name_event(struct gz_arena *arena, const char *id,
                                uint32_t sequence, const char *what)
{
    char text[2 * HEX_BYTES + 32];
    char *hex = gz_arena_alloc(arena, HEX_BYTES);
    const int len = snprintf(text, sizeof(text), "%.*s/%u/%s", GZ_ALERT_ID_HEX,
                             id, sequence, what);
    if (hex != NULL) {
        gz_hash128_hex(text, (size_t)len, hex);
    }
    return gz_str_of(hex, GZ_ALERT_ID_HEX);
}

// --- the case ---

// What speaks against it, or nothing.
static struct gz_str find_doubt(struct gz_alert_run *run,
                                const struct gz_alert_case *c,
                                uint32_t independent)
{
    char text[96] = "";
    if (c->confirmed || run->view->window.kind == GZ_WINDOW_ABSENCE) {
        return GZ_STR_LIT("");
    }
    const uint32_t want = run->view->confirm;
    if (want > 0) {
        snprintf(text, sizeof(text), "%s%u of %u independent sources",
                 c->anonymous ? "anonymous source, " : "", independent, want);
    } else if (c->anonymous) {
        snprintf(text, sizeof(text), "anonymous source");
    }
    return gz_arena_copy(run->engine->arena, gz_str_z(text));
}

static struct gz_str join_why(struct gz_alert_run *run,
                              const struct gz_alert_case *c, struct gz_str note)
{
    struct gz_buffer *scratch = &run->engine->scratch;
    gz_buffer_clear(scratch);
    gz_buffer_append_str(scratch, c->why);
    if (note.len_bytes > 0) {
        gz_buffer_append_fmt(scratch, "; " GZ_STR_FMT, GZ_STR_ARG(note));
    }
    return gz_arena_copy(run->engine->arena, gz_buffer_str(scratch));
}

static enum gz_status describe_case(struct gz_alert_run *run,
                                    const struct gz_alert_case *c,
                                    struct gz_alert_event *out)
{
    struct gz_str parts[3];
    if (!gz_alert_state_parts(c->item.key, parts, 3)) {
        return GZ_INVALID;
    }
    out->alert_id = gz_str_of(c->alert_id, GZ_ALERT_ID_HEX);
    out->sequence = c->sequence;
    out->entity_id = parts[1];
    out->entity_name = c->name;
    out->entity_type = c->type;
    out->confirmed = c->confirmed;
    out->stories = c->stories;
    out->copies = c->copies;
    out->sources = c->publisher_count;
    out->independent = gz_alert_count_independent(c);
    out->repeats = c->repeats;
    out->first_ms = c->first_ms;
    out->last_ms = c->last_ms;
    out->history = c->partial ? GZ_ALERT_PARTIAL : GZ_ALERT_COMPLETE;
    out->doubt = find_doubt(run, c, out->independent);
    if (out->doubt.ptr == NULL) {
        return GZ_NO_MEMORY;
    }
    const enum gz_status st = gz_alert_group_pairs(
        parts[2], run->engine->arena, &out->group, &out->group_count);
    return st == GZ_OK ? take_evidence(run, c, out) : st;
}

// The silence that keeps it from receivers: from its begin to its end, when
// that comes first.
static void describe_silence(const struct gz_alert_run *run,
                             const struct gz_alert_case *c,
                             enum gz_alert_state state,
                             struct gz_alert_event *out)
{
    struct gz_subscription_silence silence;
    const bool begins = state == GZ_ALERT_SILENCED;
    if (!begins && !(c->silenced && state == GZ_ALERT_RESOLVED)) {
        return;
    }
    out->silenced_until_ms = run->now_ms;
    if (gz_alert_times_silence(run->view, begins ? run->now_ms : c->told_ms,
                               &silence)) {
        out->silenced_until_ms = silence.until_ms;
        out->silence = silence.comment;
    }
}

enum gz_status gz_alert_tell(struct gz_alert_run *run, struct gz_alert_case *c,
                             enum gz_alert_state state, struct gz_str note)
{
    static const char *const names[] = {
        [GZ_ALERT_FIRING] = "firing",       [GZ_ALERT_UPDATED] = "updated",
        [GZ_ALERT_CONFIRMED] = "confirmed", [GZ_ALERT_RESOLVED] = "resolved",
        [GZ_ALERT_SILENCED] = "silenced",
    };
    struct gz_alert_event out = {.state = (uint8_t)state};
    enum gz_status st = describe_subscription(run, &out);
    st = st == GZ_OK ? describe_case(run, c, &out) : st;
    if (st != GZ_OK) {
        return st;
    }
    out.event_id =
        name_event(run->engine->arena, c->alert_id, c->sequence, names[state]);
    out.why = join_why(run, c, note);
    if (out.event_id.ptr == NULL || out.why.ptr == NULL) {
        return GZ_NO_MEMORY;
    }
    if (run->view->repeat_ms > 0 && state != GZ_ALERT_RESOLVED) {
        const int64_t at_ms = run->now_ms + run->view->repeat_ms;
        out.next_repeat_ms = gz_alert_times_allowed(run->view, at_ms, at_ms);
    }
    describe_silence(run, c, state, &out);
    c->sequence++;
    c->told_ms = run->now_ms;
    c->update_ms = GZ_ALERT_NEVER;
    c->told_confirmed = c->confirmed;
    st = run->sink->alert(run->sink->ctx, &out);
    // No receiver has seen what is silenced, and the story that ends an absence
    // is where the next one begins.
    if (state != GZ_ALERT_SILENCED && c->life != GZ_ALERT_ENDING) {
        c->evidence_count = 0;
        c->evidence_omitted = 0;
        gz_buffer_clear(&c->evidence);
    }
    return st;
}

enum gz_status gz_alert_tell_lapse(struct gz_alert_run *run,
                                   const struct gz_subscription_silence *s)
{
    struct gz_alert_event out = {.state = GZ_ALERT_LAPSED};
    struct gz_arena *arena = run->engine->arena;
    struct gz_buffer *scratch = &run->engine->scratch;
    char *hex = gz_arena_alloc(arena, HEX_BYTES);
    const enum gz_status st = describe_subscription(run, &out);
    if (st != GZ_OK || hex == NULL) {
        return GZ_NO_MEMORY;
    }
    gz_buffer_clear(scratch);
    gz_buffer_append_fmt(scratch, "silence/" GZ_STR_FMT "/%lld",
                         GZ_STR_ARG(run->view->id), (long long)s->until_ms);
    if (gz_buffer_status(scratch) != GZ_OK) {
        return GZ_NO_MEMORY;
    }
    gz_hash128_hex(scratch->data, scratch->len, hex);
    out.alert_id = gz_str_of(hex, GZ_ALERT_ID_HEX);
    out.event_id = name_event(arena, hex, 0, "lapsed");
    out.why = GZ_STR_LIT("a silence has ended");
    out.silenced_until_ms = s->until_ms;
    out.silence = s->comment;
    out.first_ms = s->from_ms;
    out.last_ms = s->until_ms;
    return out.event_id.ptr != NULL ? run->sink->alert(run->sink->ctx, &out)
                                    : GZ_NO_MEMORY;
}
