// The word lists, asked for their first, last and some middle entries: a list
// that is not sorted loses some of them.

#include "rules/text/abbreviations.h"

#include "tests/support/check.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const struct row {
    enum gz_abbreviation kind;
    const char *words;  // separated by spaces
} rows[] = {
    {GZ_ABBREVIATION_INNER,
     "Abs Adm Capt Col Dr Fa Gen Gov Lt M MM Mlle Mme Mr Mrs Ms Mt Prof Rep "
     "Sen Sgt Sra approx bzw cf d.h. e.g. i.e. u.a. v vs z.B."},
    {GZ_ABBREVIATION_NAME,
     "A.G. Ala Assn Ave Calif Co Corp D.C. Inc Intl Jr L.L.C. Ltd Mass Mrd "
     "N.Y. PLC Pty S.A. Sr St Tenn U.K. U.N. U.S. U.S.A. Vt W.Va Wyo plc"},
    {GZ_ABBREVIATION_NUMBER,
     "Abb Apr Art Bd Dec Feb Fig Jan No Nos Nov Nr Oct Sept Thurs Tues Vol "
     "Wed no nos p para pp vol"},
    {GZ_ABBREVIATION_TIME, "A.M. P.M. a.m. p.m."},
    {GZ_ABBREVIATION_NONE, "x Zz Acme inc mr AM A. Mr. the"},
};

static void test_kinds(void)
{
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct gz_str words = gz_str_z(rows[i].words);
        while (words.ptr != NULL) {
            const struct gz_str word = gz_str_cut(&words, ' ');
            if (gz_abbreviation_of(word) != rows[i].kind) {
                fprintf(stderr, GZ_STR_FMT "\n", GZ_STR_ARG(word));
            }
            CHECK_EQ(gz_abbreviation_of(word), rows[i].kind);
        }
    }
    CHECK_EQ(gz_abbreviation_of(gz_str_z("")), GZ_ABBREVIATION_NONE);
}

static void test_word(bool (*holds)(struct gz_str), const char *yes,
                      const char *no)
{
    struct gz_str words = gz_str_z(yes);
    while (words.ptr != NULL) {
        CHECK(holds(gz_str_cut(&words, ' ')));
    }
    words = gz_str_z(no);
    while (words.ptr != NULL) {
        CHECK(!holds(gz_str_cut(&words, ' ')));
    }
}

int main(void)
{
    test_kinds();
    test_word(gz_abbreviation_opener, "A The He Shares Yet You Die Es",
              "the Acme San May Will");
    test_word(gz_abbreviation_zone, "April EST ET GMT Monday UTC Wednesday",
              "The Police monday");
    test_word(gz_abbreviation_month, "April Dezember Oktober",
              "October oktober Montag");
    return 0;
}
