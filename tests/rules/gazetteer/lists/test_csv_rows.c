// Lists in CSV: what a field may be, and each mistake word for word.

#include "rules/gazetteer/lists/name_list.h"

#include "tests/support/check.h"
#include "tests/support/list_fixture.h"

#define HEAD "id,type,name,aliases,xids\n"

static const struct {
    const char *csv;
    const char *want;  // rows
} good_rows[] = {
    {HEAD, ""},
    {HEAD "a,Org,Acme,ACM|Acme Inc,lei=X\n",
     "a|Org|Acme|ACM|Acme Inc|lei=X|||1,smart+0,0\n"},
    // Line ends, empty lines, a mark in front, no break at the end.
    {"\xef\xbb\xbf\r\nname,id,type\r\n\r\nAcme,a,Org\r\n\nB,b,Org",
     "a|Org|Acme|||||1,smart+0,0\nb|Org|B|||||1,smart+0,0\n"},
    {"\"id\",\"type\",name\n\"a\",\"Org\",\"\"\n", "a|Org||||||1,smart+0,0\n"},
    // Commas, quotes and line breaks in quotes.
    {HEAD "a,Org,\"Acme, Inc.\",\"The \"\"A\"\"|\"\"\"\"\",\n",
     "a|Org|Acme, Inc.|The \"A\"|\"\"||||1,smart+0,0\n"},
    {HEAD "a,Org,\"Acme\nof\r\nOhio\",\"A\tB\",\nb,Org,B,,\n",
     "a|Org|Acme of Ohio|A B||||1,smart+0,0\n"
     "b|Org|B|||||1,smart+0,0\n"},
    {HEAD "#1,Org,A\tB\rC,,\n", "#1|Org|A B C|||||1,smart+0,0\n"},
    {"id,type,name,policy,priority,how\n"
     "a,Org,Acme,\"exact,context\",-3,ACRONYM\n",
     "a|Org|Acme|||||2,exact+1,-3\n"},
};

static const struct {
    const char *csv;
    const char *want_rows;
    const char *want_errors;
} bad_rows[] = {
    {"", "",
     "list.csv:1:1: error: the list is empty; it begins with a line that names "
     "the columns\n\n^\n"},
    {"id;type;name\n", "",
     "list.csv:1:3: error: commas stand between the fields of a CSV list, not "
     "semicolons\nid;type;name\n  ^\n"},
    {"id\ttype\tname\n", "",
     "list.csv:1:3: error: commas stand between the fields of a CSV list, not "
     "tabs\nid\ttype\tname\n  ^\n"},
    {"id,\"nmae\",id\n", "",
     "list.csv:1:5: error: unknown column \"nmae\", did you mean \"name\"?\n"
     "id,\"nmae\",id\n    ^~~~\n"
     "list.csv:1:11: error: column \"id\" is given twice\n"
     "id,\"nmae\",id\n          ^~\n"},
    {"id,name\n", "",
     "list.csv:1:1: error: column \"type\" is missing\nid,name\n^~~~~~~\n"},
    {HEAD "a,Org,Acme\nb,Org,B,,\n", "b|Org|B|||||1,smart+0,0\n",
     "list.csv:2:1: error: the row has 3 fields, the header has 5\n"
     "a,Org,Acme\n^~~~~~~~~~\n"},
    {HEAD "a,Org,1,2,3,4,5,6,7,8,9,10,11\nb,Org,B,,\n",
     "b|Org|B|||||1,smart+0,0\n",
     "list.csv:2:1: error: the row has 13 fields, the header has 5\n"
     "a,Org,1,2,3,4,5,6,7,8,9,10,11\n^~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"},
    {HEAD "a,Ork,Acme,,\nb,Org,B,,\n", "b|Org|B|||||1,smart+0,0\n",
     "list.csv:2:3: error: unknown type \"Ork\", did you mean \"Org\"?\n"
     "a,Ork,Acme,,\n  ^~~\n"},
    // In quotes behind doubled ones, and in a later line of a field.
    {HEAD "a,Org,Acme,,\"a=\"\"1\"\";lei\"\n", "",
     "list.csv:2:22: error: xids \"lei\" is not of the form key=value\n"
     "a,Org,Acme,,\"a=\"\"1\"\";lei\"\n                     ^~~\n"},
    {HEAD "a,Org,Acme,,\"a=\"\"1\"\";\"\"b\"\n", "",
     "list.csv:2:22: error: xids \"\"b\" is not of the form key=value\n"
     "a,Org,Acme,,\"a=\"\"1\"\";\"\"b\"\n                     ^~~\n"},
    {HEAD "a,Org,\"Acme\nof Ohio\",,\"x=1\n;\xc3\xa9\xc3\xa9;y=2\"\n", "",
     "list.csv:4:2: error: xids \"\xc3\xa9\xc3\xa9\" is not of the form "
     "key=value\n;\xc3\xa9\xc3\xa9;y=2\"\n ^~\n"},
    {HEAD "a,Org,Ac\xffme,,\nb,Org,B,,\n", "b|Org|B|||||1,smart+0,0\n",
     "list.csv:2:9: error: the row is not valid UTF-8\n"
     "a,Org,Ac\xffme,,\n        ^\n"},
    {HEAD "a,Org,\"Ac\x01me\",,\nb,Org,B,,\n", "b|Org|B|||||1,smart+0,0\n",
     "list.csv:2:10: error: a field cannot hold the control character U+0001\n"
     "a,Org,\"Ac\x01me\",,\n         ^\n"},
    {HEAD "a,Org,12\" disk,,\nb,Org,B,,\n", "b|Org|B|||||1,smart+0,0\n",
     "list.csv:2:9: error: a quote in a field without quotes; put the field in "
     "quotes and double this one\na,Org,12\" disk,,\n        ^\n"},
    {HEAD "a,Org,\"The \"A\" Co\",,\nb,Org,B,,\n", "b|Org|B|||||1,smart+0,0\n",
     "list.csv:2:13: error: text behind the closing quote; a quote inside a "
     "field in quotes is doubled\n"
     "a,Org,\"The \"A\" Co\",,\n            ^~~~~~\n"},
    // A quote that is not closed costs its row, no other.
    {HEAD "a,Org,\"Acme,,\nb,Org,B,,\nc,Org,\"C\",,\nd,Org,D,,\n",
     "b|Org|B|||||1,smart+0,0\nc|Org|C|||||1,smart+0,0\n"
     "d|Org|D|||||1,smart+0,0\n",
     "list.csv:2:7: error: the quote is not closed; close it behind the field, "
     "or double it where it belongs to the text\na,Org,\"Acme,,\n      ^\n"},
    {HEAD "a,Org,A,,\nb,Org,\"B,,\nc,Org,C,,",
     "a|Org|A|||||1,smart+0,0\n"
     "c|Org|C|||||1,smart+0,0\n",
     "list.csv:3:7: error: the quote is not closed; close it behind the field, "
     "or double it where it belongs to the text\nb,Org,\"B,,\n      ^\n"},
    {HEAD "a,Org,A,,\"", "",
     "list.csv:2:10: error: the quote is not closed; close it behind the "
     "field, or double it where it belongs to the text\n"
     "a,Org,A,,\"\n         ^\n"},
};

static void check_long(const char *begin, const char *want)
{
    struct gz_buffer csv;
    gz_buffer_init(&csv, 0);
    gz_buffer_append_z(&csv, HEAD "a,Org,");
    gz_buffer_append_z(&csv, begin);
    for (size_t i = 0; i < GZ_RECORD_BYTES_MAX; i++) {
        gz_buffer_append_byte(&csv, 'x');
    }
    gz_buffer_append_z(&csv, "\",,\nb,Org,B,,\n");
    list_check(GZ_LIST_CSV, "list.csv", gz_buffer_str(&csv),
               "b|Org|B|||||1,smart+0,0\n", want);
    gz_buffer_fini(&csv);
}

int main(void)
{
    for (size_t i = 0; i < sizeof(good_rows) / sizeof(good_rows[0]); i++) {
        list_check(GZ_LIST_CSV, "list.csv", gz_str_z(good_rows[i].csv),
                   good_rows[i].want, "");
    }
    for (size_t i = 0; i < sizeof(bad_rows) / sizeof(bad_rows[0]); i++) {
        list_check(GZ_LIST_CSV, "list.csv", gz_str_z(bad_rows[i].csv),
                   bad_rows[i].want_rows, bad_rows[i].want_errors);
    }
    check_long("", "list.csv:2:1: error: the row has 1048576 bytes, at most "
                   "1048576 are allowed\n");
    check_long("\"", "list.csv:2:7: error: the quote is not closed; close it "
                     "behind the field, or double it where it belongs to the "
                     "text\n");
    return 0;
}
