// `gazetted why-not`: how far a rule came in a text, and what stood there
// instead.

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "daemon/base/source.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/options.h"
#include "daemon/commands/pack_set.h"
#include "daemon/explain/near_miss.h"
#include "rules/extractor.h"
#include "rules/text/utf8.h"

static const char usage[] =
    "usage: gazetted why-not [OPTION...] RULE TEXT|-\n"
    "\n"
    "Say how far a rule came in a text (-: in that of standard input): what "
    "it\n"
    "had captured, the word that would not do, the words that would, what the\n"
    "pattern needs behind them, other patterns of the rule that came as far,\n"
    "and the guard that forbade a match.  The names of the cast count, as in\n"
    "examples.\n"
    "\n"
    "  -p, --pack PACK    with this pack, in place of the configured one of\n"
    "                     its name\n"
    "  -t, --title        the text is a title\n"
    "  -j, --json         print one JSON object\n"
    "  -c, --config FILE  use this configuration's packs\n"
    "  -h, --help         print this\n"
    "\n"
    "The status is 0 when the rule matches and what it found counts, else 1; "
    "64\n"
    "for an unknown rule, 65 when the packs have mistakes.\n";

enum { TEXT_LIMIT_BYTES = 1 << 20 };

struct options {
    const char *pack;
    const char *config;
    bool title;
    bool json;
};

struct session {
    struct options options;
    struct gz_pack_set packs;
    struct gz_ruleset *rules;
    struct gz_extractor *extractor;
    struct gz_arena *arena;
    struct gz_source input;
    struct gz_buffer out;
    struct gz_error err;
};

static int open_rules(struct session *s)
{
    const struct gz_pack_request request = {
        .config = s->options.config,
        .pack = s->options.pack,
        .cast = true,
    };
    return gz_pack_set_load(&s->packs, &request, &s->rules, &s->err);
}

static enum gz_status read_text(struct session *s, const char *argument,
                                struct gz_str *out)
{
    *out = gz_str_z(argument);
    if (strcmp(argument, "-") == 0) {
        const enum gz_status st =
            gz_source_load(&s->input, "-", TEXT_LIMIT_BYTES, &s->err);
        if (st != GZ_OK) {
            return st;
        }
        *out = gz_str_of(s->input.text, s->input.len_bytes);
    }
    return gz_utf8_valid(*out) ? GZ_OK
                               : gz_error_set(&s->err, GZ_INVALID,
                                              "the text is not valid UTF-8");
}

static enum gz_status extract(struct session *s, struct gz_str text,
                              struct gz_near_question *q)
{
    struct gz_extract_trace *trace =
        GZ_ARENA_NEW(s->arena, struct gz_extract_trace);
    const struct gz_extract_options options = {
        .reference_ms = GZ_VALUES_NO_TIME,
        .trace = trace,
        .keep_supposed = true,
    };
    const struct gz_str none = GZ_STR_LIT("");
    struct gz_document *doc = NULL;
    struct gz_findings *findings = GZ_ARENA_NEW(s->arena, struct gz_findings);
    enum gz_status st =
        gz_document_new(s->options.title ? text : none,
                        s->options.title ? none : text, none, s->arena, &doc);
    if (findings == NULL) {
        return GZ_LIMIT;
    }
    if (st == GZ_OK) {
        st = gz_extractor_run(s->extractor, doc, &options, s->arena, findings);
    }
    q->document = doc;
    q->findings = findings;
    q->trace = trace;
    return st;
}

static enum gz_status write_answer(struct session *s,
                                   const struct gz_near_question *q,
                                   const struct gz_near_miss *near)
{
    struct gz_json_writer w;
    if (!s->options.json) {
        return gz_near_miss_explain(q, near, &s->out);
    }
    gz_json_writer_init(&w, &s->out);
    const enum gz_status st = gz_near_miss_json(q, near, &w);
    gz_buffer_append_byte(&s->out, '\n');
    return st;
}

static int answer(struct session *s, const struct gz_rule *rule,
                  struct gz_str text)
{
    struct gz_near_question q = {
        .rules = s->rules,
        .rule = rule,
        .arena = s->arena,
    };
    struct gz_near_miss near = {0};
    enum gz_status st = GZ_NO_MEMORY;
    s->arena = gz_arena_new(SIZE_MAX);
    s->extractor = gz_extractor_new(s->rules);
    q.arena = s->arena;
    if (s->arena != NULL && s->extractor != NULL) {
        st = extract(s, text, &q);
    }
    if (st == GZ_OK) {
        st = gz_near_miss_find(&q, &near);
    }
    if (st == GZ_OK) {
        st = write_answer(s, &q, &near);
    }
    if (st != GZ_OK) {
        gz_error_set(&s->err, st, "out of memory");
        return GZ_EXIT_FAILURE;
    }
    gz_buffer_print(&s->out, stdout);
    return gz_near_miss_holds(&near) && gz_near_miss_dropped(&q) == NULL
               ? GZ_EXIT_OK
               : GZ_EXIT_FAILURE;
}

static int work(struct session *s, const char *id, const char *argument)
{
    struct gz_str text;
    const int status = open_rules(s);
    if (status != GZ_EXIT_OK) {
        return status;
    }
    const struct gz_rule *rule =
        gz_pack_set_rule(gz_ruleset_rules(s->rules), id, &s->err);
    if (rule == NULL) {
        return GZ_EXIT_USAGE;
    }
    return read_text(s, argument, &text) == GZ_OK ? answer(s, rule, text)
                                                  : GZ_EXIT_FAILURE;
}

static void close_session(struct session *s)
{
    fflush(stdout);
    gz_error_print(&s->err, stderr);
    gz_error_fini(&s->err);
    gz_buffer_fini(&s->out);
    gz_source_fini(&s->input);
    gz_extractor_free(s->extractor);
    gz_arena_free(s->arena);
    gz_ruleset_unref(s->rules);
    gz_pack_set_close(&s->packs);
}

int gz_command_why_not(int argc, char **argv)
{
    struct session s = {.rules = NULL};
    const struct gz_option options[] = {
        gz_option_text("pack", 'p', &s.options.pack),
        gz_option_flag("title", 't', &s.options.title),
        gz_option_flag("json", 'j', &s.options.json),
        gz_option_text("config", 'c', &s.options.config),
    };
    const struct gz_option_table table = {"why-not", usage, options, 4};
    int status = GZ_EXIT_OK;
    if (!gz_options_read(&table, argc, argv, &status)) {
        return status;
    }
    if (argc - optind != 2) {
        return gz_options_fail(&table, "give a rule and a text, or -");
    }
    gz_error_init(&s.err);
    gz_buffer_init(&s.out, 0);
    status = work(&s, argv[optind], argv[optind + 1]);
    close_session(&s);
    return status;
}
