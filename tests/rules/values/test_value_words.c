// Values in other languages and regions than American English.

#include "rules/values/value_words.h"

#include "rules/text/token_keys.h"
#include "tests/support/value_rows.h"

static const struct value_row german[] = {
    {"um 8 Prozent auf 210 Millionen Euro",
     "PERCENT EQ 8 % [<8 Prozent>]; "
     "MONEY EQ 210000000 EUR [<210 Millionen Euro>]"},
    {"1,5 Mrd. Euro", "MONEY EQ 1500000000 EUR [<1,5 Mrd. Euro>]"},
    {"3 Mio. \u20AC", "MONEY EQ 3000000 EUR [<3 Mio. \u20AC>]"},
    {"1.234,5 Euro", "MONEY EQ 1234.5 EUR [<1.234,5 Euro>]"},
    {"5.000 Euro", "MONEY EQ 5000 EUR [<5.000 Euro>]"},
    {"1.500 Menschen", "COUNT EQ 1500 menschen [<1.500> Menschen]"},
    {"1,234 Euro", "MONEY EQ 1.234 EUR [<1,234 Euro>]"},
    {"0,25 Prozentpunkte", "PERCENT EQ 0.25 pp [<0,25 Prozentpunkte>]"},
    {"25 Basispunkte", "PERCENT EQ 25 bp [<25 Basispunkte>]"},
    {"Mehr als 5 Milliarden Euro pro Jahr",
     "MONEY GT 5000000000 EUR P1Y [Mehr als <5 Milliarden Euro> pro Jahr]"},
    {"rund 90 Fl\u00FCge", "COUNT APPROX 90 fl\u00FCge [rund <90> Fl\u00FCge]"},
    {"knapp zwei Millionen Euro",
     "MONEY APPROX 2000000 EUR [knapp <zwei Millionen Euro>]"},
    {"mindestens 400 Stellen",
     "COUNT GE 400 stellen [mindestens <400> Stellen]"},
    {"bis zu 10 Prozent", "PERCENT LE 10 % [bis zu <10 Prozent>]"},
    {"h\u00F6chstens 5 Prozent", "PERCENT LE 5 % [h\u00F6chstens <5 Prozent>]"},
    {"\u00FCber 5 Prozent", "PERCENT GT 5 % [\u00FCber <5 Prozent>]"},
    {"weniger als 3 Prozent", "PERCENT LT 3 % [weniger als <3 Prozent>]"},
    {"Zwischen 3 und 5 Prozent",
     "PERCENT RANGE 3..5 % [Zwischen <3 und 5 Prozent>]"},
    {"von 3 auf 5 Prozent", "PERCENT EQ 5 % [<5 Prozent>]"},
    {"3 bis 5 Prozent", "PERCENT RANGE 3..5 % [<3 bis 5 Prozent>]"},
    {"eine Million US-Dollar",
     "MONEY EQ 1000000 USD [<eine Million US-Dollar>]"},
    {"eine halbe Milliarde Euro",
     "MONEY EQ 500000000 EUR [<eine halbe Milliarde Euro>]"},
    {"20 Milliarden kanadische Dollar",
     "MONEY EQ 20000000000 CAD [<20 Milliarden kanadische Dollar>]"},
    {"eine Billion Euro", "MONEY EQ 1000000000000 EUR [<eine Billion Euro>]"},
    {"zwei Billionen Dollar",
     "MONEY EQ 2000000000000 USD [<zwei Billionen Dollar>]"},
    {"200 Millionen Schweizer Franken",
     "MONEY EQ 200000000 CHF [<200 Millionen Schweizer Franken>]"},
    {"50 Cent", "MONEY EQ 0.5 EUR [<50 Cent>]"},
    {"drei Jahre", "DURATION EQ P3Y [<drei Jahre>]"},
    {"18 Monate", "DURATION EQ P18M [<18 Monate>]"},
    {"seit drei Jahren", "DURATION EQ P3Y [<drei Jahren>]"},
    {"vor zwei Jahren", "DATE EQ 2024 [<vor zwei Jahren>]"},
    {"Am 14. M\u00E4rz 2026", "DATE EQ 2026-03-14 [<14. M\u00E4rz 2026>]"},
    {"am 3. Oktober", "DATE EQ 2025-10-03 [<3. Oktober>]"},
    {"im M\u00E4rz", "DATE EQ 2026-03 [<M\u00E4rz>]"},
    {"am Donnerstag", "DATE EQ 2026-03-12 [<Donnerstag>]"},
    {"am Donnerstag, 12. M\u00E4rz",
     "DATE EQ 2026-03-12 [<Donnerstag, 12. M\u00E4rz>]"},
    {"im vergangenen Jahr", "DATE EQ 2025 [<vergangenen Jahr>]"},
    {"n\u00E4chste Woche", "DATE EQ 2026-W12 [<n\u00E4chste Woche>]"},
    {"diese Woche", "DATE EQ 2026-W11 [<diese Woche>]"},
    {"gestern", "DATE EQ 2026-03-13 [<gestern>]"},
    {"heute", "DATE EQ 2026-03-14 [<heute>]"},
    {"vorgestern", "DATE EQ 2026-03-12 [<vorgestern>]"},
    {"im Jahr 2024", "DATE EQ 2024 [<2024>]"},
    {"seit 2020", "DATE EQ 2020 [<2020>]"},
    {"Ende 2025", "DATE EQ 2025 [<Ende 2025>]"},
    {"zweiten Quartal", "DATE EQ 2025-Q2 [<zweiten Quartal>]"},
    {"drittes Quartal 2025", "DATE EQ 2025-Q3 [<drittes Quartal 2025>]"},
    {"3. Quartal 2025 im Plus", "DATE EQ 2025-Q3 [<3. Quartal 2025>]"},
    {"erstes Halbjahr 2025", "DATE EQ 2025-H1 [<erstes Halbjahr 2025>]"},
    {"14.03.2026", "DATE EQ 2026-03-14 [<14.03.2026>]"},
    {"5 Milliarden Euro im Jahr",
     "MONEY EQ 5000000000 EUR P1Y [<5 Milliarden Euro> im Jahr]"},
    {"5 Milliarden Euro im Jahr 2024",
     "MONEY EQ 5000000000 EUR [<5 Milliarden Euro>]; "
     "DATE EQ 2024 [<2024>]"},
    {"um 15 Uhr", ""},
    {"100 Kilometer", "COUNT EQ 100 km [<100> Kilometer]"},
    {"20 Tonnen", "COUNT EQ 20 t [<20> Tonnen]"},
};

static const struct value_row french[] = {
    {"la suppression de 400 emplois", "COUNT EQ 400 emploi [<400> emplois]"},
    {"35 millions d\u2019euros",
     "MONEY EQ 35000000 EUR [<35 millions d\u2019euros>]"},
    {"35 millions d'euros", "MONEY EQ 35000000 EUR [<35 millions d'euros>]"},
    {"Plus de 2 milliards de dollars par an",
     "MONEY GT 2000000000 USD P1Y [Plus de <2 milliards de dollars> par an]"},
    {"1,5 milliard d'euros",
     "MONEY EQ 1500000000 EUR [<1,5 milliard d'euros>]"},
    {"un million d'euros", "MONEY EQ 1000000 EUR [<un million d'euros>]"},
    {"cent millions de francs suisses",
     "MONEY EQ 100000000 CHF [<cent millions de francs suisses>]"},
    {"un billion de dollars",
     "MONEY EQ 1000000000000 USD [<un billion de dollars>]"},
    {"3 %", "PERCENT EQ 3 % [<3 %>]"},
    {"5 pour cent", "PERCENT EQ 5 % [<5 pour cent>]"},
    {"0,5 point de pourcentage",
     "PERCENT EQ 0.5 pp [<0,5 point de pourcentage>]"},
    {"entre 3 et 5 milliards d'euros", "MONEY RANGE 3000000000..5000000000 EUR "
                                       "[entre <3 et 5 milliards d'euros>]"},
    {"de 3 \u00E0 5 %", "PERCENT RANGE 3..5 % [<3 \u00E0 5 %>]"},
    {"de 3% \u00E0 5%", "PERCENT EQ 3 % [<3%>]; "
                        "PERCENT EQ 5 % [<5%>]"},
    {"3 \u00E0 5 %", "PERCENT RANGE 3..5 % [<3 \u00E0 5 %>]"},
    {"1 234 567 euros", "MONEY EQ 1234567 EUR [<1 234 567 euros>]"},
    {"1 234,5 euros", "MONEY EQ 1234.5 EUR [<1 234,5 euros>]"},
    {"1.234 euros", ""},
    {"12 000 personnes", "COUNT EQ 12000 personne [<12 000> personnes]"},
    {"2 millions d'habitants",
     "COUNT EQ 2000000 habitant [<2 millions> d'habitants]"},
    {"Environ 120 habitants",
     "COUNT APPROX 120 habitant [Environ <120> habitants]"},
    {"jusqu'\u00E0 5 %", "PERCENT LE 5 % [jusqu'\u00E0 <5 %>]"},
    {"moins de 5 %", "PERCENT LT 5 % [moins de <5 %>]"},
    {"au moins 3 personnes", "COUNT GE 3 personne [au moins <3> personnes]"},
    {"10 millions de dollars canadiens",
     "MONEY EQ 10000000 CAD [<10 millions de dollars canadiens>]"},
    {"5 \u20AC", "MONEY EQ 5 EUR [<5 \u20AC>]"},
    {"le 12 juin", "DATE EQ 2026-06-12 [<12 juin>]"},
    {"le 14 mars 2026", "DATE EQ 2026-03-14 [<14 mars 2026>]"},
    {"le 1er mars", "DATE EQ 2026-03-01 [<1er mars>]"},
    {"en mars 2026", "DATE EQ 2026-03 [<mars 2026>]"},
    {"mardi", "DATE EQ 2026-03-10 [<mardi>]"},
    {"mardi 10 mars", "DATE EQ 2026-03-10 [<mardi 10 mars>]"},
    {"hier", "DATE EQ 2026-03-13 [<hier>]"},
    {"aujourd'hui", "DATE EQ 2026-03-14 [<aujourd'hui>]"},
    {"demain", "DATE EQ 2026-03-15 [<demain>]"},
    {"avant-hier", ""},
    {"la semaine derni\u00E8re", "DATE EQ 2026-W10 [<semaine derni\u00E8re>]"},
    {"l'ann\u00E9e derni\u00E8re", "DATE EQ 2025 [<ann\u00E9e derni\u00E8re>]"},
    {"l'an prochain", "DATE EQ 2027 [<an prochain>]"},
    {"cette ann\u00E9e", "DATE EQ 2026 [<cette ann\u00E9e>]"},
    {"il y a deux ans", "DATE EQ 2024 [<il y a deux ans>]"},
    {"en 2025", "DATE EQ 2025 [<2025>]"},
    {"deuxi\u00E8me trimestre 2025",
     "DATE EQ 2025-Q2 [<deuxi\u00E8me trimestre 2025>]"},
    {"deux ans", "DURATION EQ P2Y [<deux ans>]"},
    {"18 mois", "DURATION EQ P18M [<18 mois>]"},
};

static const struct value_row spanish[] = {
    {"600 millones de d\u00F3lares",
     "MONEY EQ 600000000 USD [<600 millones de d\u00F3lares>]"},
    {"mil millones de euros",
     "MONEY EQ 1000000000 EUR [<mil millones de euros>]"},
    {"5 mil millones de d\u00F3lares",
     "MONEY EQ 5000000000 USD [<5 mil millones de d\u00F3lares>]"},
    {"un bill\u00F3n de d\u00F3lares",
     "MONEY EQ 1000000000000 USD [<un bill\u00F3n de d\u00F3lares>]"},
    {"medio mill\u00F3n de euros",
     "MONEY EQ 500000 EUR [<medio mill\u00F3n de euros>]"},
    {"m\u00E1s de 3 millones de personas",
     "COUNT GT 3000000 persona [m\u00E1s de <3 millones> de personas]"},
    {"5 por ciento", "PERCENT EQ 5 % [<5 por ciento>]"},
    {"3,5%", "PERCENT EQ 3.5 % [<3,5%>]"},
    {"magnitud 5,9", ""},
    {"entre 3 y 5 millones de euros",
     "MONEY RANGE 3000000..5000000 EUR [entre <3 y 5 millones de euros>]"},
    {"de 3% a 5%", "PERCENT EQ 3 % [<3%>]; "
                   "PERCENT EQ 5 % [<5%>]"},
    {"1.234,5 euros", "MONEY EQ 1234.5 EUR [<1.234,5 euros>]"},
    {"1.234 euros", "MONEY EQ 1234 EUR [<1.234 euros>]"},
    {"hasta 500 empleos", "COUNT LE 500 empleo [hasta <500> empleos]"},
    {"al menos 20 personas", "COUNT GE 20 persona [al menos <20> personas]"},
    {"200 millones de pesos mexicanos",
     "MONEY EQ 200000000 MXN [<200 millones de pesos mexicanos>]"},
    {"200 millones de pesos",
     "MONEY EQ 200000000 XXX [<200 millones de pesos>]"},
    {"el 14 de marzo de 2026", "DATE EQ 2026-03-14 [<14 de marzo de 2026>]"},
    {"marzo de 2026", "DATE EQ 2026-03 [<marzo de 2026>]"},
    {"el mi\u00E9rcoles", "DATE EQ 2026-03-11 [<mi\u00E9rcoles>]"},
    {"ayer", "DATE EQ 2026-03-13 [<ayer>]"},
    {"hoy", "DATE EQ 2026-03-14 [<hoy>]"},
    {"el a\u00F1o pasado", "DATE EQ 2025 [<a\u00F1o pasado>]"},
    {"la pr\u00F3xima semana", "DATE EQ 2026-W12 [<pr\u00F3xima semana>]"},
    {"este a\u00F1o", "DATE EQ 2026 [<este a\u00F1o>]"},
    {"hace dos a\u00F1os", "DATE EQ 2024 [<hace dos a\u00F1os>]"},
    {"en 2025", "DATE EQ 2025 [<2025>]"},
    {"segundo trimestre de 2025",
     "DATE EQ 2025-Q2 [<segundo trimestre de 2025>]"},
    {"dos a\u00F1os", "DURATION EQ P2Y [<dos a\u00F1os>]"},
    {"18 meses", "DURATION EQ P18M [<18 meses>]"},
    {"5 millones de euros al a\u00F1o",
     "MONEY EQ 5000000 EUR P1Y [<5 millones de euros> al a\u00F1o]"},
};

static const struct value_row mexican[] = {
    {"1,234.5 pesos", "MONEY EQ 1234.5 MXN [<1,234.5 pesos>]"},
    {"200 millones de pesos",
     "MONEY EQ 200000000 MXN [<200 millones de pesos>]"},
};

static const struct value_row australian[] = {
    {"$5 million", "MONEY EQ 5000000 AUD [<$5 million>]"},
    {"US$5 million", "MONEY EQ 5000000 USD [<US$5 million>]"},
    {"14/03/2026", "DATE EQ 2026-03-14 [<14/03/2026>]"},
    {"03/04/2026", "DATE EQ 2026-04-03 [<03/04/2026>]"},
};

static const struct value_row american[] = {
    {"03/04/2026", "DATE EQ 2026-03-04 [<03/04/2026>]"},
    {"$5", "MONEY EQ 5 USD [<$5>]"},
};

static const struct value_row swedish[] = {
    {"500 kr", "MONEY EQ 500 SEK [<500 kr>]"},
    {"1 234,5 kr", "MONEY EQ 1234.5 SEK [<1 234,5 kr>]"},
    {"5%", "PERCENT EQ 5 % [<5%>]"},
    {"1.234,5 EUR", "MONEY EQ 1234.5 EUR [<1.234,5 EUR>]"},
};

static const struct value_row chinese[] = {
    {"\u00A5500", "MONEY EQ 500 CNY [<\u00A5500>]"},
    {"US$5bn", "MONEY EQ 5000000000 USD [<US$5bn>]"},
    {"1,234.5%", "PERCENT EQ 1234.5 % [<1,234.5%>]"},
    {"5%", "PERCENT EQ 5 % [<5%>]"},
};

// The table's keys are those of the tokens.
static void test_keys(void)
{
    static const struct {
        const char *word;
        enum gz_value_kind kind;
    } words[] = {
        {"million", GZ_VALUE_SCALE},
        {"MILLION", GZ_VALUE_SCALE},
        {"$", GZ_VALUE_SYMBOL},
        {"\uFF04", GZ_VALUE_SYMBOL},
        {"\u20AC", GZ_VALUE_SYMBOL},
        {"f\u00FCnf", GZ_VALUE_NUMBER},
        {"fu\u0308nf", GZ_VALUE_NUMBER},
        {"gesch\u00E4ftsjahr", GZ_VALUE_YEARLEAD},
        {"d\u2019", GZ_VALUE_OF},
        {"approximately", GZ_VALUE_BEFORE},
        {"Donnerstagabend", GZ_VALUE_WEEKDAY},
    };
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        const struct gz_str word = gz_str_z(words[i].word);
        const struct gz_value_entry *entry = gz_value_words_find(
            gz_token_key(word.ptr, word.len_bytes, word.len_bytes));
        CHECK(entry != NULL);
        CHECK((entry->kinds >> words[i].kind & 1) != 0);
    }
    CHECK(gz_value_words_find(1) == NULL);
}

static void test_coins(void)
{
    const int canada = gz_value_words_country(GZ_STR_LIT("ca"));
    CHECK(canada > 0);
    CHECK_EQ(gz_value_words_country(GZ_STR_LIT("ZZ")), 0);
    CHECK_STR(gz_value_words_coin(GZ_VALUE_NOUN_DOLLAR, 0), "USD");
    CHECK_STR(gz_value_words_coin(GZ_VALUE_NOUN_DOLLAR, canada), "CAD");
    CHECK_STR(gz_value_words_coin(GZ_VALUE_NOUN_EURO, 0), "EUR");
    CHECK_STR(gz_value_words_coin(GZ_VALUE_NOUN_EURO, canada), "");
    CHECK_STR(gz_value_words_coin(GZ_VALUE_NOUN_POUND, 0), "GBP");
    CHECK_STR(gz_value_words_coin(GZ_VALUE_NOUN_YEN, 0), "JPY");
}

int main(void)
{
    test_keys();
    test_coins();
    VALUE_ROWS("de", true, german);
    VALUE_ROWS("fr", true, french);
    VALUE_ROWS("es", true, spanish);
    VALUE_ROWS("es-MX", true, mexican);
    VALUE_ROWS("en-AU", true, australian);
    VALUE_ROWS("en-US", true, american);
    VALUE_ROWS("sv", true, swedish);
    VALUE_ROWS("zh", true, chinese);
    return 0;
}
