// Names of several entities, and adjectives that say where one is from.

#include "rules/resolve/surroundings.h"

#include "tests/support/draft_fixture.h"

static const char list[] =
    "id\ttype\tname\taliases\thow\tpolicy\tpriority\txids\tattributes\n"
    "fr\tPlace/Country\tFrance\t\t\t\t\t\tcountry=FR\n"
    "cn\tPlace/Country\tChina\t\t\t\t\t\tcountry=CN\n"
    "cn\t\tChinese\t\tDERIVED\t\t\t\t\n"
    "ca\tPlace/Country\tCanada\t\t\t\t\t\tcountry=CA\n"
    "ott\tPlace/City\tOttawa\t\t\t\t\t\tcountry=CA\n"
    "par\tPlace/City\tParis\t\t\t\t20\t\tcountry=FR\n"
    "par-ca\tPlace/City\tParis\t\t\t\t\t\tcountry=CA\n"
    "lon\tPlace/City\tLondon\t\t\t\t50\t\tcountry=GB\n"
    "lon-ca\tPlace/City\tLondon\t\t\t\t\t\tcountry=CA\n"
    "byd\tOrg/Company\tBYD\t\t\t\t\t\t\n"
    "acme\tOrg/Company\tAcme\t\t\t\t\t\tcountry=US\n";

static const struct row {
    const char *text;
    const char *want;  // id of the first mention, its method, alternatives
} rows[] = {
    {"Paris slept.", "x:par PRIORITY x:par-ca"},
    // One witness is not enough, two are.
    {"Paris, in the east. Canada slept.", "x:par PRIORITY x:par-ca"},
    {"Paris slept. So did Ottawa, Canada.", "x:par-ca CONTEXT x:par"},
    // The preferred one has a witness, too.
    {"Paris slept. So did Ottawa, Canada and France.",
     "x:par PRIORITY x:par-ca"},
    // Preferred by far.
    {"London slept. So did Ottawa, Canada.", "x:lon PRIORITY x:lon-ca"},
};

static void check_method(const struct draft_lab *lab, const char *want)
{
    static const char *const methods[GZ_LINK_COUNT] = {"UNIQUE", "PRIORITY",
                                                       "CONTEXT", "NAME_ONLY"};
    struct gz_buffer got;
    gz_buffer_init(&got, 0);
    const struct gz_draft_entity *e =
        &lab->draft.entities[lab->draft.mentions[0].entity];
    gz_buffer_append_fmt(&got, GZ_STR_FMT " %s", GZ_STR_ARG(e->entry.id),
                         methods[e->link.method]);
    for (uint32_t i = 0; i < e->link.alternative_count; i++) {
        gz_buffer_append_fmt(&got, " " GZ_STR_FMT,
                             GZ_STR_ARG(e->link.alternatives[i]));
    }
    CHECK_STR(gz_buffer_str(&got), want);
    gz_buffer_fini(&got);
}

static const struct origin {
    const char *text;
    const char *id;
    const char *country;
} origins[] = {
    {"The Chinese carmaker BYD grew.", "x:byd", "CN"},
    {"BYD, a Chinese carmaker, grew.", "x:byd", "CN"},
    {"The Chinese saw that they like BYD.", "x:byd", ""},
    {"The Chinese, who like BYD.", "x:byd", ""},
    {"Chinese BYD grew.", "x:byd", ""},
    {"The Chinese carmaker Acme grew.", "x:acme", "US"},
};

static void check_origin(struct draft_lab *lab, const struct origin *row)
{
    draft_lab_begin(lab, "", row->text);
    gz_surroundings_origins(&lab->draft);
    for (uint32_t e = 0; e < lab->draft.entity_count; e++) {
        if (gz_str_is(lab->draft.entities[e].entry.id, row->id)) {
            CHECK_STR(lab->draft.entities[e].country, row->country);
            return;
        }
    }
    CHECK(false);
}

int main(void)
{
    struct draft_lab lab;
    draft_lab_open(&lab, list);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        draft_lab_begin(&lab, "", rows[i].text);
        CHECK_OK(gz_surroundings_prefer(&lab.draft));
        check_method(&lab, rows[i].want);
    }
    for (size_t i = 0; i < sizeof(origins) / sizeof(origins[0]); i++) {
        check_origin(&lab, &origins[i]);
    }
    draft_lab_close(&lab);
    return 0;
}
