#include "daemon/flow/pipeline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codecs/event_encode.h"
#include "daemon/base/arena.h"
#include "daemon/base/buffer.h"
#include "daemon/flow/event_builder.h"
#include "rules/extractor.h"

enum {
    ARENA_BYTES = 16 * 1024 * 1024,
    // Kafka's default limit for a record is 1 MiB; this leaves room for the
    // headers and the batch around it.
    OUTPUT_BYTES = 900 * 1000,
    ENCODED_BYTES = 64 * 1024 * 1024,
    DEAD_LETTER_BYTES = 8 * 1024 * 1024,
    EVENT_HEADERS = 6,
};

struct gz_pipeline {
    struct gz_pipeline_options options;
    struct gz_decoder *decoder;
    struct gz_extractor *extractor;  // of the last run's rules, or NULL
    const struct gz_ruleset *rules;  // that it is of
    struct gz_arena *arena;          // of one article
    struct gz_arena *aside;  // of its dead letter: works when arena is full
    struct gz_buffer encoded;
    struct gz_str source;  // ce_source: "/gazetted/<output topic>"
};

// Why an article became no events; the strings are borrowed or literals.
struct refusal {
    const char *code;
    const char *stage;
    const char *message;
    struct gz_decode_failure decode;
};

static enum gz_status name_source(struct gz_pipeline *p)
{
    struct gz_str topic = p->options.event_topic;
    static const char prefix[] = "/gazetted/";
    const size_t prefix_len = sizeof(prefix) - 1;
    char *text = malloc(prefix_len + topic.len_bytes + 1);
    if (text == NULL) {
        return GZ_NO_MEMORY;
    }
    memcpy(text, prefix, prefix_len);
    if (topic.len_bytes > 0) {
        memcpy(text + prefix_len, topic.ptr, topic.len_bytes);
    }
    p->source = gz_str_of(text, prefix_len + topic.len_bytes);
    return GZ_OK;
}

enum gz_status gz_pipeline_new(const struct gz_pipeline_options *options,
                               struct gz_pipeline **out, struct gz_error *err)
{
    *out = NULL;
    struct gz_pipeline *p = calloc(1, sizeof(*p));
    if (p == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "no memory for a pipeline");
    }
    p->options = *options;
    if (p->options.arena_bytes == 0) {
        p->options.arena_bytes = ARENA_BYTES;
    }
    if (p->options.output_limit_bytes == 0) {
        p->options.output_limit_bytes = OUTPUT_BYTES;
    }
    gz_buffer_init(&p->encoded, ENCODED_BYTES);
    p->arena = gz_arena_new(p->options.arena_bytes);
    p->aside = gz_arena_new(DEAD_LETTER_BYTES);
    enum gz_status st = gz_decoder_new(&options->decode, &p->decoder, err);
    if (st == GZ_OK &&
        (p->arena == NULL || p->aside == NULL || name_source(p) != GZ_OK)) {
        st = gz_error_set(err, GZ_NO_MEMORY, "no memory for a pipeline");
    }
    if (st != GZ_OK) {
        gz_pipeline_free(p);
        return st;
    }
    *out = p;
    return GZ_OK;
}

void gz_pipeline_free(struct gz_pipeline *p)
{
    if (p != NULL) {
        gz_decoder_free(p->decoder);
        gz_extractor_free(p->extractor);
        gz_arena_free(p->arena);
        gz_arena_free(p->aside);
        gz_buffer_fini(&p->encoded);
        free((void *)(uintptr_t)p->source.ptr);
        free(p);
    }
}

// A new set of rules needs an extractor of its own.  It holds on to the rules,
// so that no other set can come to stand at the same place.
static enum gz_status follow(struct gz_pipeline *p, struct gz_ruleset *rules)
{
    if (p->extractor != NULL && p->rules == rules) {
        return GZ_OK;
    }
    gz_extractor_free(p->extractor);
    p->extractor = gz_extractor_new(rules);
    p->rules = rules;
    return p->extractor == NULL ? GZ_NO_MEMORY : GZ_OK;
}

// What relative dates are read against: when the article was published, else
// when its record was written.
static int64_t reference_ms(const struct gz_record *in,
                            const struct gz_article *article)
{
    if (article->published_ms != GZ_TIME_UNKNOWN) {
        return article->published_ms;
    }
    return in->timestamp_ms > 0 ? in->timestamp_ms : GZ_VALUES_NO_TIME;
}

static enum gz_status find(struct gz_pipeline *p, const struct gz_record *in,
                           const struct gz_article *article, struct gz_str body,
                           const struct gz_extract_options *asked,
                           struct gz_document **document,
                           struct gz_findings *findings)
{
    struct gz_extract_options options = *asked;
    options.reference_ms = reference_ms(in, article);
    enum gz_status st = gz_document_new(article->title, body, article->language,
                                        p->arena, document);
    if (options.trace != NULL) {
        *options.trace = (struct gz_extract_trace){0};
    }
    if (st == GZ_OK) {
        st = gz_extractor_run(p->extractor, *document, &options, p->arena,
                              findings);
        findings->truncated |= body.len_bytes < article->body.len_bytes;
    }
    return st;
}

static enum gz_status decode(struct gz_pipeline *p, const struct gz_record *in,
                             struct gz_article *article,
                             struct refusal *refusal)
{
    const enum gz_status st =
        gz_decode(p->decoder, in->value, p->arena, article, &refusal->decode);
    if (st == GZ_NO_MEMORY) {
        return GZ_LIMIT;
    }
    if (st != GZ_OK) {
        refusal->code = gz_decode_code_name(refusal->decode.code);
        refusal->stage = "decode";
        refusal->message = refusal->decode.message;
    }
    return st;
}

static struct gz_str cut(struct gz_str text, size_t most_bytes)
{
    return gz_str_of(text.ptr,
                     text.len_bytes < most_bytes ? text.len_bytes : most_bytes);
}

// Decode and find: everything before encoding, in the article's arena, of at
// most so many bytes of the body.
static enum gz_status look_at(struct gz_pipeline *p, struct gz_ruleset *rules,
                              const struct gz_record *in,
                              const struct gz_extract_options *asked,
                              size_t body_bytes, struct gz_pipeline_view *out,
                              struct refusal *refusal)
{
    gz_arena_reset(p->arena);
    *out = (struct gz_pipeline_view){.arena = p->arena};
    *refusal = (struct refusal){
        .code = GZ_DEAD_LETTER_ARENA_FULL,
        .stage = "extract",
        .message = "the article needs more memory than input.memory allows",
    };
    struct gz_article *article = GZ_ARENA_NEW(p->arena, struct gz_article);
    struct gz_findings *findings = GZ_ARENA_NEW(p->arena, struct gz_findings);
    struct gz_document *document = NULL;
    if (article == NULL || findings == NULL) {
        return GZ_LIMIT;
    }
    enum gz_status st = follow(p, rules);
    if (st != GZ_OK) {
        return st;
    }
    st = decode(p, in, article, refusal);
    if (st != GZ_OK) {
        return st;
    }
    out->article = article;
    st = find(p, in, article, cut(article->body, body_bytes), asked, &document,
              findings);
    if (st != GZ_OK) {
        return GZ_LIMIT;
    }
    const struct gz_event_sources sources = {
        .record = in,
        .article = article,
        .document = document,
        .findings = findings,
        .ruleset = gz_ruleset_hash(rules),
    };
    out->document = document;
    out->findings = findings;
    return gz_event_builder_run(&sources, p->arena, &out->events,
                                &out->event_count);
}

// At most half of a text, up to the end of a sentence or, without one, a
// character.
static size_t half_of(struct gz_str text)
{
    const size_t half = text.len_bytes / 2;
    size_t end = half;
    while (end > 1 && text.ptr[end - 1] != '\n' &&
           (text.ptr[end - 1] != ' ' || text.ptr[end - 2] != '.')) {
        end--;
    }
    if (end <= 1) {
        end = half;
        while (end > 0 && ((unsigned char)text.ptr[end] & 0xC0) == 0x80) {
            end--;
        }
    }
    return end;
}

// An article that is too much for its arena is read as far as it is not; that
// is the article's fault, and stopping for it would stop every restart at the
// same article.  We chose to read it anew over stages that each stop half way:
// it is rare, and costs no more than the memory can hold, each time.
static enum gz_status look(struct gz_pipeline *p, struct gz_ruleset *rules,
                           const struct gz_record *in,
                           const struct gz_extract_options *asked,
                           struct gz_pipeline_view *out,
                           struct refusal *refusal)
{
    size_t body_bytes = SIZE_MAX;
    enum gz_status st = look_at(p, rules, in, asked, body_bytes, out, refusal);
    while (st == GZ_LIMIT && out->article != NULL && body_bytes > 0) {
        body_bytes = half_of(cut(out->article->body, body_bytes));
        st = look_at(p, rules, in, asked, body_bytes, out, refusal);
    }
    return st;
}

enum gz_status gz_pipeline_view_traced(struct gz_pipeline *p,
                                       struct gz_ruleset *rules,
                                       const struct gz_record *in,
                                       struct gz_extract_trace *trace,
                                       struct gz_pipeline_view *out,
                                       struct gz_decode_failure *failure)
{
    const struct gz_extract_options asked = {.trace = trace};
    struct refusal refusal;
    const enum gz_status st = look(p, rules, in, &asked, out, &refusal);
    if (st != GZ_OK) {
        *failure = refusal.decode;
        if (failure->code == GZ_DECODE_OK) {
            failure->code = GZ_DECODE_NO_MEMORY;
            snprintf(failure->message, sizeof(failure->message), "%s",
                     refusal.message);
        }
    }
    return st;
}

enum gz_status gz_pipeline_view(struct gz_pipeline *p, struct gz_ruleset *rules,
                                const struct gz_record *in,
                                struct gz_pipeline_view *out,
                                struct gz_decode_failure *failure)
{
    return gz_pipeline_view_traced(p, rules, in, NULL, out, failure);
}

static const struct gz_header *find_header(const struct gz_record *in,
                                           const char *name)
{
    for (uint32_t i = 0; i < in->header_count; i++) {
        if (gz_str_is(in->headers[i].name, name)) {
            return &in->headers[i];
        }
    }
    return NULL;
}

// CloudEvents' Kafka binding, binary mode; a trace goes on where it came from.
// The first header is the event's own, the others are the article's.
static uint32_t list_headers(const struct gz_pipeline *p,
                             const struct gz_record *in,
                             struct gz_header h[EVENT_HEADERS])
{
    uint32_t n = 0;
    h[n++] = (struct gz_header){GZ_STR_LIT("ce_id"), GZ_STR_LIT("")};
    h[n++] = (struct gz_header){GZ_STR_LIT("ce_type"),
                                GZ_STR_LIT("gazetted.EntityEvent")};
    h[n++] = (struct gz_header){GZ_STR_LIT("ce_source"), p->source};
    h[n++] =
        (struct gz_header){GZ_STR_LIT("ce_specversion"), GZ_STR_LIT("1.0")};
    const struct gz_header *trace = find_header(in, "traceparent");
    if (trace != NULL) {
        h[n++] = *trace;
    }
    return n;
}

// Encode all events one behind the other.  The buffer may move while it
// grows, so values are set from their lengths when all are written.
static enum gz_status encode(struct gz_pipeline *p, const struct gz_record *in,
                             const struct gz_pipeline_view *view,
                             struct gz_output **out)
{
    const uint32_t count = view->event_count;
    struct gz_header shared[EVENT_HEADERS];
    const uint32_t header_count = list_headers(p, in, shared);
    struct gz_output *outputs =
        gz_arena_alloc(p->arena, count * sizeof(*outputs));
    struct gz_header *headers = gz_arena_alloc(
        p->arena, (size_t)count * header_count * sizeof(*headers));
    if (outputs == NULL || headers == NULL) {
        return GZ_LIMIT;
    }
    gz_buffer_clear(&p->encoded);
    for (uint32_t i = 0; i < count; i++, headers += header_count) {
        const size_t begin = p->encoded.len;
        memcpy(headers, shared, header_count * sizeof(*headers));
        headers[0].value = view->events[i].event_id;
        gz_event_encode_single_object(&view->events[i], p->options.fingerprint,
                                      &p->encoded);
        outputs[i] = (struct gz_output){
            .to = GZ_TO_EVENTS,
            .key = view->events[i].entity_id,
            .value.len_bytes = p->encoded.len - begin,
            .headers = headers,
            .header_count = header_count,
        };
    }
    size_t at = 0;
    for (uint32_t i = 0; i < count; i++) {
        outputs[i].value.ptr = (const char *)p->encoded.data + at;
        at += outputs[i].value.len_bytes;
    }
    *out = outputs;
    return gz_buffer_status(&p->encoded);
}

static bool too_large(const struct gz_pipeline *p,
                      const struct gz_output *outputs, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (outputs[i].value.len_bytes > p->options.output_limit_bytes) {
            return true;
        }
    }
    return false;
}

static enum gz_status set_aside(struct gz_pipeline *p,
                                const struct gz_ruleset *rules,
                                const struct gz_record *in,
                                const struct refusal *refusal,
                                struct gz_pipeline_result *out)
{
    gz_arena_reset(p->aside);
    // A message can be part of the refusal, which the letter outlives.
    const struct gz_dead_letter_reason reason = {
        .code = gz_str_z(refusal->code),
        .stage = gz_str_z(refusal->stage),
        .message = gz_arena_copy(p->aside, gz_str_z(refusal->message)),
        .ruleset = gz_str_z(gz_ruleset_hash(rules)),
    };
    struct gz_output *letter = GZ_ARENA_NEW(p->aside, struct gz_output);
    if (letter == NULL || reason.message.ptr == NULL ||
        gz_dead_letter_build(&p->options.dead_letter, in, &reason, p->aside,
                             letter) != GZ_OK) {
        return GZ_NO_MEMORY;
    }
    *out = (struct gz_pipeline_result){
        .outputs = letter,
        .output_count = 1,
        .dead_code = refusal->code,
    };
    return GZ_OK;
}

enum gz_status gz_pipeline_run(struct gz_pipeline *p, struct gz_ruleset *rules,
                               const struct gz_record *in,
                               struct gz_pipeline_result *out)
{
    // Events have the values of facts, which rules find.
    const struct gz_extract_options asked = {.without_values = true};
    struct gz_pipeline_view view;
    struct refusal refusal;
    struct gz_output *outputs = NULL;

    enum gz_status st = look(p, rules, in, &asked, &view, &refusal);
    if (st == GZ_OK) {
        st = encode(p, in, &view, &outputs);
        if (st == GZ_OK && too_large(p, outputs, view.event_count)) {
            refusal.code = GZ_DEAD_LETTER_OUTPUT_TOO_LARGE;
            refusal.stage = "encode";
            refusal.message = "an event exceeds output.limit";
            st = GZ_LIMIT;
        }
    }
    if (st == GZ_NO_MEMORY) {
        return st;  // not the article's fault: the caller tries again
    }
    if (st != GZ_OK) {
        return set_aside(p, rules, in, &refusal, out);
    }
    *out = (struct gz_pipeline_result){
        .outputs = outputs,
        .output_count = view.event_count,
        .event_count = view.event_count,
        .mention_count = view.findings->mention_count,
        .fact_count = view.findings->fact_count,
        .rule_matches = view.findings->rule_matches,
        .rule_steps = view.findings->rule_steps,
        .truncated = view.findings->truncated,
    };
    return GZ_OK;
}
