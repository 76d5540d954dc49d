// What is wrong in a list, word for word.

#include "rules/gazetteer/lists/name_list.h"

#include "tests/support/check.h"
#include "tests/support/gazetteer_fixture.h"

#define HEADER "id\ttype\tname\taliases\thow\tpolicy\tpriority\txids\n"
#define TEN(x) x x x x x x x x x x

static const struct {
    const char *tsv;
    const char *want;
} rows[] = {
    {"", "list.tsv:1:1: error: the list is empty; it begins with a line that "
         "names the columns\n\n^\n"},
    {"id\ttype\tnmae\n",
     "list.tsv:1:9: error: unknown column \"nmae\", did you mean \"name\"?\n"
     "id\ttype\tnmae\n  \t    \t^~~~\n"},
    {"id\ttype\tname\tcolour\n",
     "list.tsv:1:14: error: unknown column \"colour\"; columns are id, type, "
     "name, aliases, how, policy, priority, xids, attributes and same_as\n"
     "id\ttype\tname\tcolour\n  \t    \t    \t^~~~~~\n"},
    {"id\ttype\tname\tid\n",
     "list.tsv:1:14: error: column \"id\" is given twice\n"
     "id\ttype\tname\tid\n  \t    \t    \t^~\n"},
    {"name\n", "list.tsv:1:1: error: column \"id\" is missing\nname\n^~~~\n"
               "list.tsv:1:1: error: column \"type\" is missing\nname\n^~~~\n"},
    {HEADER "a\tOrg\tAcme\n",
     "list.tsv:2:1: error: the row has 3 fields, the header has 8\n"
     "a\tOrg\tAcme\n^~~~~~~~~~\n"},
    {HEADER "\tOrg\tAcme\t\t\t\t\t\n",
     "list.tsv:2:1: error: id is empty\n\tOrg\tAcme\t\t\t\t\t\n^\n"},
    {HEADER "a\tOrg\t\t\t\t\t\t\n",
     "list.tsv:2:7: error: name is empty\na\tOrg\t\t\t\t\t\t\n \t   \t^\n"},
    {HEADER "a\t\tAcme\t\t\t\t\t\n",
     "list.tsv:2:3: error: type is empty in the first row of id \"a\"\n"
     "a\t\tAcme\t\t\t\t\t\n \t^\n"},
    {HEADER "a\tOrg/Compny\tAcme\t\t\t\t\t\n",
     "list.tsv:2:3: error: unknown type \"Org/Compny\", did you mean "
     "\"Org/Company\"?\na\tOrg/Compny\tAcme\t\t\t\t\t\n \t^~~~~~~~~~\n"},
    {HEADER "a\tStar\tSirius\t\t\t\t\t\n",
     "list.tsv:2:3: error: unknown type \"Star\"\n"
     "a\tStar\tSirius\t\t\t\t\t\n \t^~~~\n"},
    {HEADER "a\tOrg\tAcme\t\talias\t\t\t\n",
     "list.tsv:2:13: error: unknown how \"alias\", allowed are ALIAS, ACRONYM "
     "and DERIVED\na\tOrg\tAcme\t\talias\t\t\t\n \t   \t    \t\t^~~~~\n"},
    {HEADER "a\tOrg\tAcme\t\t\texakt\t\t\n",
     "list.tsv:2:14: error: unknown policy \"exakt\", did you mean "
     "\"exact\"?\na\tOrg\tAcme\t\t\texakt\t\t\n \t   \t    \t\t\t^~~~~\n"},
    {HEADER "a\tOrg\tAcme\t\t\texact, quiet\t\t\n",
     "list.tsv:2:21: error: unknown policy \"quiet\", allowed are exact, "
     "smart, free, context, ticker, stop, word, accents and remove\n"
     "a\tOrg\tAcme\t\t\texact, quiet\t\t\n"
     " \t   \t    \t\t\t       ^~~~~\n"},
    {HEADER "a\tOrg\tAcme\t\t\tremove,free\t\t\n",
     "list.tsv:2:14: error: policy \"remove\" stands alone\n"
     "a\tOrg\tAcme\t\t\tremove,free\t\t\n"
     " \t   \t    \t\t\t^~~~~~~~~~~\n"},
    {HEADER "a\tOrg\tAcme\t\t\texact,free\t\t\n",
     "list.tsv:2:20: error: policies \"exact\" and \"free\" exclude each "
     "other\na\tOrg\tAcme\t\t\texact,free\t\t\n \t   \t    \t\t\t      ^~~~\n"},
    {HEADER "a\tOrg\tAcme\t\t\t\thigh\t\n",
     "list.tsv:2:15: error: priority \"high\" is no whole number from -32768 "
     "to 32767\na\tOrg\tAcme\t\t\t\thigh\t\n \t   \t    \t\t\t\t^~~~\n"},
    {HEADER "a\tOrg\tAcme\t\t\t\t32768\t\n",
     "list.tsv:2:15: error: priority \"32768\" is no whole number from -32768 "
     "to 32767\na\tOrg\tAcme\t\t\t\t32768\t\n \t   \t    \t\t\t\t^~~~~\n"},
    {HEADER "a\tOrg\tAcme\t\t\t\t\tlei\n",
     "list.tsv:2:16: error: xids \"lei\" is not of the form key=value\n"
     "a\tOrg\tAcme\t\t\t\t\tlei\n \t   \t    \t\t\t\t\t^~~\n"},
    {HEADER "a\tOrg\tAcme\t\t\t\t\twikidata=30\n",
     "list.tsv:2:25: error: \"30\" is no Wikidata id; one looks like Q30\n"
     "a\tOrg\tAcme\t\t\t\t\twikidata=30\n"
     " \t   \t    \t\t\t\t\t         ^~\n"},
    {HEADER "a\tOrg\tAc\xffme\t\t\t\t\t\n",
     "list.tsv:2:9: error: the row is not valid UTF-8\n"
     "a\tOrg\tAc\xffme\t\t\t\t\t\n \t   \t  ^\n"},
    {HEADER "a\tOrg\tAc\x01me\t\t\t\t\t\n",
     "list.tsv:2:9: error: a field cannot hold the control character U+0001\n"
     "a\tOrg\tAc\x01me\t\t\t\t\t\n \t   \t  ^\n"},
    {"id\x1d\ttype\tname\na\tOrg\tAcme\n",
     "list.tsv:1:3: error: a field cannot hold the control character U+001D\n"
     "id\x1d\ttype\tname\n  ^\n"},
    {"\xff\xfeid\ttype\tname\n",
     "list.tsv:1:1: error: the row is not valid UTF-8\n"
     "\xff\xfeid\ttype\tname\n^\n"},
    {HEADER "a\tOrg\t---\t\t\t\t\t\n",
     "list.tsv:2:7: error: name \"---\" holds no word\n"
     "a\tOrg\t---\t\t\t\t\t\n \t   \t^~~\n"},
    {HEADER "a\tOrg\tAcme\tACM|\t\t\t\t\n",
     "list.tsv:2:16: error: alias is empty\n"
     "a\tOrg\tAcme\tACM|\t\t\t\t\n \t   \t    \t    ^\n"},
    {HEADER "a\tOrg\t" TEN("a ") TEN("b ") "c d e f g\t\t\t\t\t\n",
     "list.tsv:2:7: error: the name has more than 24 words\n"
     "a\tOrg\t" TEN("a ") TEN("b ") "c d e f g\t\t\t\t\t\n"
                                    " \t   \t^" TEN("~~~~") "~~~~~~~~\n"},
    {HEADER "a\tOrg\ta +-+-+-+-+-+-+-+- b\t\t\t\t\t\n",
     "list.tsv:2:7: error: the name has too many marks between two words, at "
     "most 16 are allowed\n"
     "a\tOrg\ta +-+-+-+-+-+-+-+- b\t\t\t\t\t\n"
     " \t   \t^~~~~~~~~~~~~~~~~~~~\n"},
    {HEADER "a\tOrg\t!'s Bank\t\t\t\t\t\n",
     "list.tsv:2:7: error: the name begins with a possessive\n"
     "a\tOrg\t!'s Bank\t\t\t\t\t\n \t   \t^~~~~~~~\n"},
    {HEADER "a\tOrg\tAcme\t\t\t\t\t\na\t\tACME\tAcme\t\texact\t\t\n",
     "list.tsv:3:9: error: name \"Acme\" has policy exact here and smart in an "
     "earlier row of this id\n"
     "a\t\tACME\tAcme\t\texact\t\t\n \t\t    \t^~~~\n"},
    {HEADER "a\tOrg\tAcme\t\t\t\t\t\na\t\tAcme\t\t\tcontext\t\t\n",
     "list.tsv:3:4: error: name \"Acme\" has another context, ticker, stop or "
     "word policy in an earlier row of this id\n"
     "a\t\tAcme\t\t\tcontext\t\t\n \t\t^~~~\n"},
    {"id\ttype\tname\tsame_as\na\tOrg\tAcme\tQ30\n",
     "list.tsv:2:12: error: same_as \"Q30\" is no entity id; one looks like "
     "wd:Q30 or pack:row-id\na\tOrg\tAcme\tQ30\n \t   \t    \t^~~\n"},
};

static void check_fault(const char *tsv, const char *want)
{
    struct gz_buffer image;
    struct gz_compile_report report;
    struct gz_error err;
    gz_buffer_init(&image, 0);
    gz_error_init(&err);
    CHECK_EQ(test_compile(gz_str_z(tsv), &image, &report, &err), GZ_INVALID);
    CHECK_Z(gz_error_text(&err), want);
    gz_error_fini(&err);
    gz_buffer_fini(&image);
}

static void check_too_long(void)
{
    struct gz_error err;
    struct gz_buffer tsv;
    struct gz_buffer image;
    struct gz_compile_report report;
    gz_error_init(&err);
    gz_buffer_init(&tsv, 0);
    gz_buffer_init(&image, 0);
    gz_buffer_append_z(&tsv, "id\ttype\tname\na\tOrg\t");
    for (int i = 0; i < 241; i++) {
        gz_buffer_append_byte(&tsv, 'x');
    }
    CHECK_EQ(test_compile(gz_buffer_str(&tsv), &image, &report, &err),
             GZ_INVALID);
    CHECK(strstr(gz_error_text(&err),
                 "list.tsv:2:7: error: the name has 241 bytes, at most 240 are "
                 "allowed\n") != NULL);
    gz_buffer_fini(&image);
    gz_buffer_fini(&tsv);
    gz_error_fini(&err);
}

// Rows are read whatever their line ends, and comments and blanks skipped.
static void check_lines(void)
{
    static const char tsv[] = "\xef\xbb\xbf# a list\r\n"
                              "name\tid\ttype\r\n"
                              "\r\n"
                              "Acme\ta\tOrg\r\n"
                              "# b is gone\n"
                              "Globex\tc\tOrg";
    struct gz_gazetteer *g = test_gazetteer(tsv);
    test_check_entities(g, "list:a|Org|Acme||\nlist:c|Org|Globex||\n");
    gz_gazetteer_close(g);
}

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        check_fault(rows[i].tsv, rows[i].want);
    }
    check_too_long();
    check_lines();
    return 0;
}
