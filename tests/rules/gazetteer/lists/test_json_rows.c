// Lists in JSON lines: what a key may hold, and each mistake word for word.

#include "rules/gazetteer/lists/name_list.h"

#include "tests/support/check.h"
#include "tests/support/list_fixture.h"

static const struct {
    const char *json;
    const char *want;  // rows
} good_rows[] = {
    {"", ""},
    {"\xef\xbb\xbf{\"id\": \"a\", \"type\": \"Org\", \"name\": \"Acme\"}",
     "a|Org|Acme|||||1,smart+0,0\n"},
    {"\n{\"name\":\"A\",\"id\":7,\"type\":\"Org\"}\r\n \r\n{\"id\":\"b\"}\n",
     "7|Org|A|||||1,smart+0,0\nb|||||||1,smart+0,0\n"},
    {"{\"id\":\"a\",\"type\":null,\"aliases\":\"A|B\",\"same_as\":\"x:1\","
     "\"policy\":\"exact, context\",\"priority\":\"-3\",\"how\":\"DERIVED\","
     "\"xids\":\"wikidata=Q1;lei=X\",\"attributes\":\"k=v\"}",
     "a|||A|B|wikidata=Q1;lei=X|k=v|x:1|3,exact+1,-3\n"},
    {"{\"id\":\"a\",\"aliases\":[\"A\",\"B\"],\"same_as\":[\"x:1\",\"y:2\"],"
     "\"policy\":[\"free\",\"stop\"],\"priority\":12,"
     "\"xids\":{\"wikidata\":\"Q1\",\"n\":1e3},"
     "\"attributes\":{\"a\":null,\"b\":true,\"c\":false,\"d\":\"e=f\"}}",
     "a|||A|B|wikidata=Q1;n=1e3|b=true;c=false;d=e=f|x:1|y:2|1,free+4,12\n"},
    {"{\"id\":\"a\",\"aliases\":[],\"xids\":{},\"policy\":[]}",
     "a|||||||1,smart+0,0\n"},
    // Escapes, also in keys.
    {"{\"\\u0069d\":\"\\\"\\\\\\/\\u00e9\\u20ac\\ud83d\\ude00\"}",
     "\"\\/\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80|||||||1,smart+0,0\n"},
    {"{\"id\":\"a\",\"name\":\"A\\tB\\r\\nC\\nD\\rE\"}",
     "a||A B C D E|||||1,smart+0,0\n"},
    {"{\"id\":\"a\",\"aliases\":[\"\\u0041\",\"B\\u0043\"]}",
     "a|||A|BC||||1,smart+0,0\n"},
};

// The one mistake of a line; the row behind it is read.
static const struct {
    const char *json;
    const char *want;
} bad_rows[] = {
    {"[1]", "list.jsonl:1:1: error: a row is an object, such as {\"id\": "
            "\"a\", \"type\": \"Org\", \"name\": \"Acme\"}\n[1]\n^\n"},
    {"{\"name\":\"A\"}",
     "list.jsonl:1:1: error: key \"id\" is missing\n{\"name\":\"A\"}\n^\n"},
    {"{\"id\":\"a\",\"nmae\":\"A\"}",
     "list.jsonl:1:12: error: unknown key \"nmae\", did you mean \"name\"?\n"
     "{\"id\":\"a\",\"nmae\":\"A\"}\n           ^~~~\n"},
    {"{\"id\":\"a\",\"colour\":\"A\"}",
     "list.jsonl:1:12: error: unknown key \"colour\"; keys are id, type, name, "
     "aliases, how, policy, priority, xids, attributes and same_as\n"
     "{\"id\":\"a\",\"colour\":\"A\"}\n           ^~~~~~\n"},
    {"{\"id\":\"a\",\"i\\u0064\":\"b\"}",
     "list.jsonl:1:12: error: key \"id\" is given twice\n"
     "{\"id\":\"a\",\"i\\u0064\":\"b\"}\n           ^~~~~~~\n"},
    {"{\"id\":\"a\",\"name\":7}",
     "list.jsonl:1:18: error: name cannot be a number; allowed is a string\n"
     "{\"id\":\"a\",\"name\":7}\n                 ^\n"},
    {"{\"id\":[\"a\"]}",
     "list.jsonl:1:7: error: id cannot be an array; allowed is a string or a "
     "number\n{\"id\":[\"a\"]}\n      ^\n"},
    {"{\"id\":\"a\",\"aliases\":[\"A\",7]}",
     "list.jsonl:1:26: error: an entry of aliases cannot be a number; allowed "
     "is a string\n{\"id\":\"a\",\"aliases\":[\"A\",7]}\n"
     "                         ^\n"},
    {"{\"id\":\"a\",\"aliases\":[\"A\",\"\"]}",
     "list.jsonl:1:27: error: an entry of aliases is empty\n"
     "{\"id\":\"a\",\"aliases\":[\"A\",\"\"]}\n                          ^\n"},
    {"{\"id\":\"a\",\"aliases\":[\"A|B\"]}",
     "list.jsonl:1:23: error: an entry of aliases cannot hold \"|\"\n"
     "{\"id\":\"a\",\"aliases\":[\"A|B\"]}\n                      ^~~\n"},
    {"{\"id\":\"a\",\"xids\":{\"a=\":\"b\"}}",
     "list.jsonl:1:20: error: a key of xids cannot hold \"=\"\n"
     "{\"id\":\"a\",\"xids\":{\"a=\":\"b\"}}\n                   ^~\n"},
    {"{\"id\":\"a\",\"xids\":{\"a\":\"b;c\"}}",
     "list.jsonl:1:24: error: a value of xids cannot hold \";\"\n"
     "{\"id\":\"a\",\"xids\":{\"a\":\"b;c\"}}\n                       ^~~\n"},
    {"{\"id\":\"a\",\"xids\":{\"a\":[]}}",
     "list.jsonl:1:23: error: a value of xids cannot be an array; allowed is a "
     "string, a number, true or false\n"
     "{\"id\":\"a\",\"xids\":{\"a\":[]}}\n                      ^\n"},
    {"{\"id\":\"a\",\"name\":\"A\\u0000B\"}",
     "list.jsonl:1:20: error: a field cannot hold the control character "
     "U+0000\n{\"id\":\"a\",\"name\":\"A\\u0000B\"}\n"
     "                   ^~~~~~\n"},
    // What a field means is checked behind escapes and in parts.
    {"{\"id\":\"a\",\"policy\":\"\\u0065xact,  qu\\u0069et\"}",
     "list.jsonl:1:34: error: unknown policy \"quiet\", allowed are exact, "
     "smart, free, context, ticker, stop, word, accents and remove\n"
     "{\"id\":\"a\",\"policy\":\"\\u0065xact,  qu\\u0069et\"}\n"
     "                                 ^~~~~~~~~~\n"},
    {"{\"id\":\"a\",\"policy\":[\"exact\",\"free\"]}",
     "list.jsonl:1:30: error: policies \"exact\" and \"free\" exclude each "
     "other\n{\"id\":\"a\",\"policy\":[\"exact\",\"free\"]}\n"
     "                             ^~~~\n"},
    {"{\"id\":\"a\",\"priority\":1.5}",
     "list.jsonl:1:22: error: priority \"1.5\" is no whole number from -32768 "
     "to 32767\n{\"id\":\"a\",\"priority\":1.5}\n                     ^~~\n"},
    {"{\"id\":\"a\",\"xids\":{\"wikidata\":30}}",
     "list.jsonl:1:30: error: \"30\" is no Wikidata id; one looks like Q30\n"
     "{\"id\":\"a\",\"xids\":{\"wikidata\":30}}\n"
     "                             ^~\n"},
    {"{\"id\":\"\\u00e9\",\"name\":\"\xc3\xa9\xff\"}",
     "list.jsonl:1:25: error: the row is not valid UTF-8\n"
     "{\"id\":\"\\u00e9\",\"name\":\"\xc3\xa9\xff\"}\n"
     "                        ^\n"},
    // JSON that is none; the scanner's own tests have the rest.
    {"{\"id\":\"a\",}", "list.jsonl:1:11: error: a key is missing; keys stand "
                        "between double quotes\n{\"id\":\"a\",}\n"
                        "          ^\n"},
    {"{\"id\":\"a\"", "list.jsonl:1:10: error: a comma or } is missing\n"
                      "{\"id\":\"a\"\n         ^\n"},
    {"{\"id\":\"a\",\"name\":\"A",
     "list.jsonl:1:18: error: the string is not closed\n"
     "{\"id\":\"a\",\"name\":\"A\n                 ^\n"},
    {"{\"id\":\"a\"} x", "list.jsonl:1:12: error: text behind the value\n"
                         "{\"id\":\"a\"} x\n           ^\n"},
    {"{\"id\":\"a\",\"name\":\"\\ud83dx\"}",
     "list.jsonl:1:19: error: half of a surrogate pair; the other half is "
     "missing\n{\"id\":\"a\",\"name\":\"\\ud83dx\"}\n"
     "                  ^~~~~~\n"},
    {"# comment", "list.jsonl:1:1: error: no value of JSON\n# comment\n^\n"},
};

static void check_bad(const char *json, const char *want)
{
    struct gz_buffer text;
    gz_buffer_init(&text, 0);
    gz_buffer_append_fmt(&text, "%s\r\n{\"id\":\"b\"}\n", json);
    list_check(GZ_LIST_JSON, "list.jsonl", gz_buffer_str(&text),
               "b|||||||1,smart+0,0\n", want);
    gz_buffer_fini(&text);
}

static void check_long(void)
{
    struct gz_buffer json;
    gz_buffer_init(&json, 0);
    gz_buffer_append_z(&json, "{\"id\":\"");
    for (size_t i = 0; i < GZ_RECORD_BYTES_MAX; i++) {
        gz_buffer_append_byte(&json, 'x');
    }
    gz_buffer_append_z(&json, "\"}\n{\"id\":\"b\"}\n");
    list_check(GZ_LIST_JSON, "list.jsonl", gz_buffer_str(&json),
               "b|||||||1,smart+0,0\n",
               "list.jsonl:1:1: error: the row has 1048585 bytes, at most "
               "1048576 are allowed\n");
    gz_buffer_fini(&json);
}

int main(void)
{
    for (size_t i = 0; i < sizeof(good_rows) / sizeof(good_rows[0]); i++) {
        list_check(GZ_LIST_JSON, "list.jsonl", gz_str_z(good_rows[i].json),
                   good_rows[i].want, "");
    }
    for (size_t i = 0; i < sizeof(bad_rows) / sizeof(bad_rows[0]); i++) {
        check_bad(bad_rows[i].json, bad_rows[i].want);
    }
    check_long();
    return 0;
}
