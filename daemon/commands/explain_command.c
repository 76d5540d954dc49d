// `gazetted explain`: every decision over an article, and why.

#include <getopt.h>
#include <stdio.h>

#include "daemon/commands/article_cutter.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/options.h"
#include "daemon/commands/pack_set.h"
#include "daemon/commands/terminal.h"
#include "daemon/explain/explain_stages.h"

static const char usage[] =
    "usage: gazetted explain [OPTION...] [FILE...]\n"
    "\n"
    "Say what is made of articles, stage by stage: tokens, names and their\n"
    "fate, values, mentions, facts, and every decision of a rule with its\n"
    "reason.  A FILE is what gazetted extract takes.\n"
    "\n"
    "  -f, --format FORMAT  text (default), json: an object per article and\n"
    "                       line, html: one page\n"
    "  -r, --rule ID        only what has to do with this rule\n"
    "  -p, --pack PACK      with this pack, in place of the configured one of\n"
    "                       its name\n"
    "  -c, --config FILE    use this configuration's packs and field map\n"
    "  -h, --help           print this\n";

static const char *const format_names[] = {"text", "json", "html", NULL};

static const struct gz_explain_format *const formats[] = {
    &gz_explain_text,
    &gz_explain_json,
    &gz_explain_html,
};

struct options {
    int format;
    const char *rule;
    const char *pack;
    const char *config;
};

struct session {
    struct options options;
    struct gz_pack_set packs;
    struct gz_ruleset *rules;
    const struct gz_rule *rule;
    struct gz_extractor *extractor;
    struct gz_explain_writer writer;
    struct gz_buffer out;
    struct gz_error err;
};

static enum gz_status on_article(void *context, const struct gz_cut_article *a)
{
    struct session *s = context;
    struct gz_extract_trace trace = {0};
    struct gz_extract_options options = a->options;
    struct gz_findings findings;
    options.trace = &trace;
    options.keep_supposed = s->rule != NULL;  // the rule may have seen them
    const struct gz_explain_subject subject = {
        .rules = s->rules,
        .rule = s->rule,
        .article = a->article,
        .document = a->document,
        .arena = a->arena,
        .findings = &findings,
        .trace = &trace,
    };
    enum gz_status st = gz_extractor_run(s->extractor, a->document, &options,
                                         a->arena, &findings);
    if (st == GZ_OK) {
        st = gz_explain_stages(&subject, &s->writer);
    }
    gz_buffer_print(&s->out, stdout);
    if (st == GZ_OK) {
        st = gz_buffer_status(&s->out);
    }
    gz_buffer_clear(&s->out);
    return st;
}

static int open_rules(struct session *s)
{
    const struct gz_pack_request request = {
        .config = s->options.config,
        .pack = s->options.pack,
    };
    const int status =
        gz_pack_set_load(&s->packs, &request, &s->rules, &s->err);
    if (status != GZ_EXIT_OK) {
        return status;
    }
    if (s->options.rule != NULL) {
        s->rule = gz_pack_set_rule(gz_ruleset_rules(s->rules), s->options.rule,
                                   &s->err);
        if (s->rule == NULL) {
            return GZ_EXIT_USAGE;
        }
    }
    s->extractor = gz_extractor_new(s->rules);
    return s->extractor != NULL ? GZ_EXIT_OK : GZ_EXIT_FAILURE;
}

static int explain(struct session *s, int count, char **paths)
{
    static char standard_input[] = "-";
    char *fallback[] = {standard_input};
    uint64_t bad = 0;
    s->writer.format->page(&s->writer);
    const enum gz_status st = gz_article_cutter_run(
        s->packs.config, count > 0 ? paths : fallback, count > 0 ? count : 1,
        on_article, s, &bad, &s->err);
    s->writer.format->page_end(&s->writer);
    gz_buffer_print(&s->out, stdout);
    if (st != GZ_OK && s->err.count == 0) {
        gz_error_set(&s->err, st, "cannot explain: %s", gz_status_name(st));
    }
    return st == GZ_OK && bad == 0 ? GZ_EXIT_OK : GZ_EXIT_FAILURE;
}

static void close_session(struct session *s)
{
    fflush(stdout);
    gz_error_print(&s->err, stderr);
    gz_error_fini(&s->err);
    gz_buffer_fini(&s->out);
    gz_extractor_free(s->extractor);
    gz_ruleset_unref(s->rules);
    gz_pack_set_close(&s->packs);
}

int gz_command_explain(int argc, char **argv)
{
    struct session s = {.rule = NULL};
    const struct gz_option options[] = {
        gz_option_choice("format", 'f', &s.options.format, format_names),
        gz_option_text("rule", 'r', &s.options.rule),
        gz_option_text("pack", 'p', &s.options.pack),
        gz_option_text("config", 'c', &s.options.config),
    };
    const struct gz_option_table table = {"explain", usage, options, 4};
    int status = GZ_EXIT_OK;
    if (!gz_options_read(&table, argc, argv, &status)) {
        return status;
    }
    gz_error_init(&s.err);
    gz_buffer_init(&s.out, 0);
    s.writer = (struct gz_explain_writer){
        .format = formats[s.options.format],
        .out = &s.out,
        .colours = gz_terminal_colours(),
    };
    status = open_rules(&s);
    if (status == GZ_EXIT_OK) {
        status = explain(&s, argc - optind, argv + optind);
    }
    close_session(&s);
    return status;
}
