#include "rules/resolve/select.h"

#include <stdlib.h>
#include <unistd.h>

#include "rules/gazetteer/compile/compile.h"
#include "tests/support/check.h"

static const char lists[] =
    "id\ttype\tname\taliases\tpolicy\tpriority\txids\tattributes\n"
    "gb\tPlace/Country\tBritain\tEngland\t\t\tiso2=GB\t\n"
    "ca\tPlace/Country\tCanada\t\t\t\tiso2=CA\t\n"
    "reading\tPlace/City\tReading\t\tcontext\t\t\tcountry=GB\n"
    "paris\tPlace/City\tParis\t\t\t9\t\tcountry=FR\n"
    "paris-ca\tPlace/City\tParis\t\t\t\t\tcountry=CA\n"
    "hilton\tPerson\tParis Hilton\t\t\t\t\t\n"
    "target\tOrg/Company\tTarget Corporation\t\t\t\t\t\n"
    "target\tOrg/Company\tTarget\t\tcontext\t\t\t\n"
    "msft\tOrg/Company\tMicrosoft\t\t\t\t\t\n"
    "msft\tOrg/Company\tMSFT\t\tticker\t\t\t\n"
    "boc\tOrg/Company\tBank of China\t\t\t\t\t\n"
    "cn\tPlace/Country\tChina\t\t\t\tiso2=CN\t\n"
    "us\tPlace/Country\tUnited States\t\t\t\t\t\n"
    "us\tPlace/Country\tUS\t\texact,word\t\t\t\n"
    "who\tOrg\tWHO\t\texact,word\t\t\t\n"
    "ibm\tOrg/Company\tIBM\t\texact\t\t\t\n"
    "ally\tOrg/Company\tUnited Front of China\t\tcontext\t\t\t\n";

// What is selected, as "text=id:method" with blanks between.
static const struct row {
    const char *text;
    const char *want;
} rows[] = {
    {"", ""},
    {"The Bank of China is in China.", "Bank of China=boc:0 China=cn:0"},
    {"Paris Hilton left.", "Paris Hilton=hilton:0"},
    // Several cities of one name: the list prefers one ...
    {"He left Paris.", "Paris=paris:1"},
    // ... and the text may know better.
    {"He left Paris, Canada.", "Paris=paris-ca:2 Canada=ca:0"},
    // A name that waits for context.
    {"The Reading of the bill.", ""},
    {"He left Reading, England.", "Reading=reading:2 England=gb:0"},
    {"He left Reading, Canada.", "Canada=ca:0"},
    {"Target rose.", ""},
    {"Target rose. Target Corporation is big.",
     "Target=target:2 Target Corporation=target:0"},
    // Quiet without context, it does not hide what stands inside it.
    {"The United Front of China met.", "China=cn:0"},
    // An acronym that is a word too, in a sentence that is all in capitals ...
    {"IT WAS US.", ""},
    {"JOIN US", ""},
    {"WHO IS IT? 5 OF US.", ""},
    {"\u00c9TATS: US, I SAY.", ""},
    {"IBM LEADS US", "IBM=ibm:0"},
    // ... has the rest of the article to speak for it, ...
    {"IT WAS US. The US won.", "US=us:2 US=us:0"},
    {"US IS UNITED STATES, WHO IS WHO", "US=us:2 UNITED STATES=us:0"},
    {"IT WAS US.\n\nJOIN US.", ""},
    // ... and needs nobody where letters are small, or of no case, or none.
    {"It was US.", "US=us:0"},
    {"US IS iPHONE", "US=us:0"},
    {"US", "US=us:0"},
    {"US 5.3 - 100%", "US=us:0"},
    {"\u4ed6\u8bf4 US IBM", "US=us:0 IBM=ibm:0"},
    {"\uc0bc\uc131 US IBM", "US=us:0 IBM=ibm:0"},
    // A ticker is no evidence and no word.
    {"MSFT rose.", ""},
    {"It (NASDAQ: MSFT) rose.", "MSFT=msft:0"},
    // Alone in brackets it needs the company.
    {"It (MSFT) rose.", ""},
    {"Microsoft (MSFT) rose, MSFT did.", "Microsoft=msft:0 MSFT=msft:0"},
    {"Microsoft (MSFT, too) rose.", "Microsoft=msft:0"},
};

struct lab {
    struct gz_layers *names;
    struct gz_arena *arena;
};

static void open_lab(struct lab *lab)
{
    char path[] = "/tmp/select-XXXXXX.tsv";
    const int fd = mkstemps(path, 4);
    CHECK(fd >= 0);
    CHECK_EQ(write(fd, lists, sizeof(lists) - 1), sizeof(lists) - 1);
    close(fd);

    struct gz_error err;
    struct gz_buffer image;
    struct gz_compile_report report;
    struct gz_compiler *compiler = gz_compiler_new();
    gz_error_init(&err);
    gz_buffer_init(&image, 0);
    if (gz_compiler_add(compiler, path, &err) != GZ_OK) {
        gz_error_print(&err, stderr);
        exit(1);
    }
    CHECK_OK(gz_compiler_finish(compiler, &image, &report, &err));
    struct gz_gazetteer *gazetteer = NULL;
    CHECK_OK(gz_gazetteer_adopt(image.data, image.len, &gazetteer, &err));
    CHECK_OK(gz_layers_new(&gazetteer, 1, &lab->names, &err));
    gz_compiler_free(compiler);
    gz_error_fini(&err);
    unlink(path);
    lab->arena = gz_arena_new(1 << 20);
}

static void print_selection(const struct gz_document *doc,
                            const struct gz_selection *selection,
                            struct gz_buffer *out)
{
    for (uint32_t i = 0; i < selection->count; i++) {
        const struct gz_selected *s = &selection->items[i];
        const struct gz_passage *p = &doc->fields[s->field];
        const uint32_t begin = p->tokens.items[s->begin_token].begin_byte;
        const uint32_t end = p->tokens.items[s->end_token - 1].end_byte;
        struct gz_str id = s->entry.id;
        gz_str_cut(&id, ':');
        gz_buffer_append_fmt(out, "%s%.*s=%.*s:%d", i > 0 ? " " : "",
                             (int)(end - begin), p->text.ptr + begin,
                             GZ_STR_ARG(id), (int)s->link.method);
    }
}

static void run(const struct lab *lab, const struct row *row)
{
    struct gz_document *doc = NULL;
    struct gz_select_input input = {.names = lab->names,
                                    .field = GZ_FIELD_BODY};
    struct gz_selection selection;
    struct gz_buffer got;
    gz_arena_reset(lab->arena);
    gz_buffer_init(&got, 0);
    CHECK_OK(gz_document_new(GZ_STR_LIT(""), gz_str_z(row->text),
                             GZ_STR_LIT("en"), lab->arena, &doc));
    const struct gz_passage *body = &doc->fields[GZ_FIELD_BODY];
    CHECK_OK(gz_layers_find(lab->names, body->text, &body->tokens, lab->arena,
                            &input.candidates));
    CHECK_OK(gz_select(doc, &input, 1, lab->arena, &selection));
    print_selection(doc, &selection, &got);
    CHECK_STR(gz_buffer_str(&got), row->want);
    gz_buffer_fini(&got);
}

static void test_small_arena(const struct lab *lab)
{
    struct gz_document *doc = NULL;
    struct gz_select_input input = {.names = lab->names,
                                    .field = GZ_FIELD_BODY};
    struct gz_selection selection;
    gz_arena_reset(lab->arena);
    CHECK_OK(gz_document_new(GZ_STR_LIT(""), GZ_STR_LIT("Paris, China"),
                             GZ_STR_LIT("en"), lab->arena, &doc));
    const struct gz_passage *body = &doc->fields[GZ_FIELD_BODY];
    CHECK_OK(gz_layers_find(lab->names, body->text, &body->tokens, lab->arena,
                            &input.candidates));
    enum gz_status st = GZ_LIMIT;
    for (size_t limit = 0; st != GZ_OK && limit < 10000; limit += 64) {
        struct gz_arena *small = gz_arena_new(limit);
        st = gz_select(doc, &input, 1, small, &selection);
        CHECK(st == GZ_OK || st == GZ_LIMIT);
        gz_arena_free(small);
    }
    CHECK_OK(st);
}

int main(void)
{
    struct lab lab;
    open_lab(&lab);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        run(&lab, &rows[i]);
    }
    test_small_arena(&lab);
    gz_arena_free(lab.arena);
    gz_layers_free(lab.names);
    return 0;
}
