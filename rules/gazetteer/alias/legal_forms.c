// The table, and comparing from behind.  Forms of one letter are none: an
// initial is more frequent.

#include "rules/gazetteer/alias/legal_forms.h"

#include <string.h>

#define F(text)                                                                \
    {                                                                          \
        text, sizeof(text) - 1                                                 \
    }
#define NONE                                                                   \
    {                                                                          \
        NULL, 0                                                                \
    }

static const struct gz_legal_form forms[] = {
    // United States, United Kingdom, Ireland, Canada, Australia, Singapore ...
    {{F("Inc."), F("Incorporated")}, NONE, true},
    {{F("Corp."), F("Corporation")}, NONE, true},
    {{F("Ltd."), F("Limited")}, NONE, true},
    {{F("Co."), F("Company")}, NONE, false},
    {{F("plc"), F("PLC"), F("Plc")}, F("Public Limited Company"), false},
    {{F("LLC"), F("L.L.C.")}, F("Limited Liability Company"), true},
    {{F("LLP"), F("L.L.P.")}, F("Limited Liability Partnership"), true},
    {{F("LP"), F("L.P.")}, F("Limited Partnership"), true},
    {{F("N.A."), F("NA")}, F("National Association"), true},
    {{F("ULC")}, NONE, false},
    {{F("DAC")}, NONE, false},
    {{F("Pty.")}, F("Proprietary"), false},
    {{F("Pte.")}, NONE, false},
    {{F("Pvt.")}, F("Private"), false},
    // Germany, Austria, Switzerland, Liechtenstein, the European Union
    {{F("AG")}, F("Aktiengesellschaft"), false},
    {{F("SE")}, F("Societas Europaea"), false},
    {{F("GmbH")}, F("Gesellschaft mit beschr\u00e4nkter Haftung"), false},
    {{F("gGmbH")}, NONE, false},
    {{F("KGaA")}, NONE, false},
    {{F("KG")}, NONE, false},
    {{F("OHG")}, NONE, false},
    {{F("UG")}, NONE, false},
    {{F("e.V.")}, NONE, false},
    {{F("eG")}, NONE, false},
    // France, Luxembourg, Belgium, Spain, Portugal, Latin America
    {{F("SA"), F("S.A."), F("S/A")}, F("Soci\u00e9t\u00e9 Anonyme"), false},
    {{F("SAS"), F("S.A.S.")}, NONE, false},
    {{F("SASU")}, NONE, false},
    {{F("SARL"), F("S.A.R.L."), F("S\u00e0rl")}, F("S.\u00e0 r.l."), false},
    {{F("SCA"), F("S.C.A.")}, NONE, false},
    {{F("SNC")}, NONE, false},
    {{F("SL"), F("S.L.")}, NONE, false},
    {{F("SLU"), F("S.L.U.")}, NONE, false},
    {{F("SAU"), F("S.A.U.")}, NONE, false},
    {{F("SGPS")}, NONE, false},
    {{F("Lda.")}, NONE, false},
    {{F("Ltda.")}, F("Limitada"), false},
    {{F("S.A. de C.V."), F("SA de CV")}, NONE, true},
    {{F("S.A.B. de C.V."), F("SAB de CV")}, NONE, true},
    {{F("S.A.P.I. de C.V."), F("SAPI de CV")}, NONE, true},
    {{F("S. de R.L. de C.V."), F("S de RL de CV")}, NONE, true},
    // Italy
    {{F("SpA"), F("S.p.A."), F("S.P.A.")}, NONE, false},
    {{F("Srl"), F("S.r.l."), F("SRL")}, NONE, false},
    // The Netherlands, Flanders
    {{F("NV"), F("N.V.")}, NONE, false},
    {{F("BV"), F("B.V.")}, NONE, false},
    {{F("BVBA")}, NONE, false},
    // Sweden, Norway, Denmark, Finland, Iceland
    {{F("AB")}, F("Aktiebolag"), false},
    {{F("(publ)")}, NONE, false},
    {{F("ASA")}, NONE, false},
    {{F("AS"), F("A/S")}, NONE, false},
    {{F("ApS")}, NONE, false},
    {{F("Oyj")}, NONE, false},
    {{F("Oy")}, F("Osakeyhti\u00f6"), false},
    {{F("hf.")}, NONE, false},
    {{F("ehf.")}, NONE, false},
    // Poland, Czechia, Slovakia, Hungary, the Balkans, the Baltics
    {{F("Sp. z o.o.")}, F("Spolka z o.o."), false},
    {{F("a.s.")}, NONE, true},
    {{F("s.r.o.")}, F("spol. s r.o."), true},
    {{F("Nyrt.")}, NONE, false},
    {{F("Zrt.")}, NONE, false},
    {{F("Kft.")}, NONE, false},
    {{F("d.d.")}, NONE, true},
    {{F("d.o.o.")}, NONE, true},
    {{F("EAD")}, NONE, false},
    {{F("OOD")}, NONE, false},
    {{F("O\u00dc")}, NONE, false},
    // Russia and its neighbours
    {{F("PJSC")}, NONE, false},
    {{F("OJSC")}, NONE, false},
    {{F("CJSC")}, NONE, false},
    {{F("JSC")}, NONE, false},
    // Turkey, the Middle East
    {{F("A.\u015e."), F("A\u015e")}, NONE, false},
    {{F("QPSC"), F("Q.P.S.C.")}, NONE, false},
    {{F("QSC"), F("Q.S.C.")}, NONE, false},
    {{F("KSCP"), F("K.S.C.P.")}, NONE, false},
    {{F("SAOG"), F("S.A.O.G.")}, NONE, false},
    {{F("SAE"), F("S.A.E.")}, NONE, false},
    {{F("SAL"), F("S.A.L.")}, NONE, false},
    {{F("BSC"), F("B.S.C.")}, NONE, false},
    {{F("WLL"), F("W.L.L.")}, NONE, false},
    // Malaysia, Indonesia, Thailand, Japan, China, Korea
    {{F("Bhd."), F("Berhad")}, NONE, false},
    {{F("Sdn.")}, F("Sendirian"), false},
    {{F("Tbk.")}, NONE, false},
    {{F("PCL")}, F("Public Company Limited"), false},
    {{F("KK"), F("K.K.")}, F("Kabushiki Kaisha"), false},
    {{F("GK"), F("G.K.")}, F("Godo Kaisha"), false},
    {{F("\u682a\u5f0f\u4f1a\u793e")}, NONE, false},
    {{F("\u80a1\u4efd\u6709\u9650\u516c\u53f8")}, NONE, false},
    {{F("\u6709\u9650\u8d23\u4efb\u516c\u53f8")}, NONE, false},
    {{F("\u6709\u9650\u516c\u53f8")}, NONE, false},
    {{F("\uc8fc\uc2dd\ud68c\uc0ac")}, NONE, false},
};

// Those that stand before a name.
static const char *const front_forms[] = {
    "PT",
    "PT.",
    "OOO",
    "OAO",
    "PAO",
    "ZAO",
    "PJSC",
    "OJSC",
    "CJSC",
    "JSC",
    "UAB",
    "SIA",
    "\u041f\u0410\u041e",
    "\u041e\u041e\u041e",
    "\u041e\u0410\u041e",
    "\u0417\u0410\u041e",
    "\u0410\u041e",
    "\u682a\u5f0f\u4f1a\u793e",
    "\uc8fc\uc2dd\ud68c\uc0ac",
};

enum {
    FORM_COUNT = sizeof(forms) / sizeof(forms[0]),
    FRONT_COUNT = sizeof(front_forms) / sizeof(front_forms[0]),
};

_Static_assert((int)FORM_COUNT <= 64 * (int)GZ_LEGAL_WORDS, "a form is a bit");

static int upper(char c)
{
    return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c;
}

static bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

// A letter of a script without spaces needs none before or behind it.
static bool is_wide(struct gz_str form)
{
    return (uint8_t)form.ptr[0] >= 0xe3;
}

static bool has_small(struct gz_str s)
{
    for (size_t i = 0; i < s.len_bytes; i++) {
        if (is_small(s.ptr[i])) {
            return true;
        }
    }
    return false;
}

// How a form compares with the end of a name.
struct tail {
    size_t begin;  // of the form in the name
    size_t letters;
    bool same;      // written as it should be
    bool capitals;  // written in capitals
};

static bool compare_tail(struct gz_str name, struct gz_str form, struct tail *t)
{
    size_t i = name.len_bytes;
    size_t k = form.len_bytes;
    *t = (struct tail){.same = true, .capitals = true};
    while (true) {
        while (k > 0 && form.ptr[k - 1] == '.') {
            k--;
        }
        if (k == 0) {
            break;
        }
        while (i > 0 && name.ptr[i - 1] == '.') {
            i--;
        }
        if (i == 0 || upper(name.ptr[i - 1]) != upper(form.ptr[k - 1])) {
            return false;
        }
        i--;
        k--;
        t->letters++;
        t->same &= name.ptr[i] == form.ptr[k];
        t->capitals &= !is_small(name.ptr[i]);
    }
    t->begin = i;
    return i > 0;
}

// "a.s." and its like are words without their full stops.
static bool needs_stops(struct gz_str form)
{
    const char *stop = memchr(form.ptr, '.', form.len_bytes);
    return is_small(form.ptr[0]) && stop != NULL &&
           stop + 1 < form.ptr + form.len_bytes;
}

static bool ends_in(struct gz_str name, struct gz_str form, size_t *begin)
{
    struct tail t;
    if (!compare_tail(name, form, &t) ||
        (needs_stops(form) &&
         memchr(name.ptr + t.begin, '.', name.len_bytes - t.begin) == NULL)) {
        return false;
    }
    *begin = t.begin;
    const char before = name.ptr[t.begin - 1];
    if (!is_wide(form) && before != ' ' && before != ',') {
        return false;
    }
    // "CO" is a state, unless all is in capitals.
    return t.same || (t.capitals && (t.letters > 2 ||
                                     !has_small(gz_str_of(name.ptr, t.begin))));
}

// The last letter, as a capital: tells most forms from a name's end.
static int last_letter(struct gz_str s)
{
    size_t i = s.len_bytes;
    while (i > 0 && s.ptr[i - 1] == '.') {
        i--;
    }
    return i == 0 ? '.' : upper(s.ptr[i - 1]);
}

// The same of a form, none of which ends in two full stops: without branches,
// since a name is compared with all forms.
static int last_of_form(struct gz_str form)
{
    const size_t stop = form.ptr[form.len_bytes - 1] == '.';
    return upper(form.ptr[form.len_bytes - 1 - stop]);
}

static bool has_form(struct gz_str name, int last,
                     const struct gz_legal_form *form, size_t *begin)
{
    for (int i = 0; i < GZ_LEGAL_SPELLINGS; i++) {
        const struct gz_str spelling = form->spellings[i];
        if (spelling.len_bytes == 0) {
            break;
        }
        if (last_of_form(spelling) == last && ends_in(name, spelling, begin)) {
            return true;
        }
    }
    return form->other.len_bytes > 0 && last_of_form(form->other) == last &&
           ends_in(name, form->other, begin);
}

// The longest: "Public Limited Company" is no "Company".
static void consider(struct gz_str name, int last,
                     const struct gz_legal_form *form,
                     const struct gz_legal_form **best, size_t *begin)
{
    size_t at;
    if (has_form(name, last, form, &at) && (*best == NULL || at < *begin)) {
        *best = form;
        *begin = at;
    }
}

const struct gz_legal_form *gz_legal_forms_end(struct gz_str name,
                                               size_t *begin)
{
    const struct gz_legal_form *best = NULL;
    const int last = last_letter(name);
    for (int i = 0; i < FORM_COUNT; i++) {
        consider(name, last, &forms[i], &best, begin);
    }
    return best;
}

// Where the forms of a last letter are; all that are no letters share one.
static size_t ending_of(int last)
{
    return last >= 'A' && last <= 'Z' ? (size_t)(last - 'A') + 1 : 0;
}

static void index_spelling(struct gz_legal_endings *endings, int form,
                           struct gz_str spelling)
{
    if (spelling.len_bytes > 0) {
        endings->forms[ending_of(last_of_form(spelling))][form / 64] |=
            UINT64_C(1) << form % 64;
    }
}

void gz_legal_endings_init(struct gz_legal_endings *endings)
{
    *endings = (struct gz_legal_endings){{{0}}};
    for (int i = 0; i < FORM_COUNT; i++) {
        for (int k = 0; k < GZ_LEGAL_SPELLINGS; k++) {
            index_spelling(endings, i, forms[i].spellings[k]);
        }
        index_spelling(endings, i, forms[i].other);
    }
}

const struct gz_legal_form *
gz_legal_endings_find(const struct gz_legal_endings *endings,
                      struct gz_str name, size_t *begin)
{
    const struct gz_legal_form *best = NULL;
    const int last = last_letter(name);
    for (int word = 0; word < GZ_LEGAL_WORDS; word++) {
        uint64_t left = endings->forms[ending_of(last)][word];
        for (; left != 0; left &= left - 1) {
            const int i = 64 * word + __builtin_ctzll(left);
            consider(name, last, &forms[i], &best, begin);
        }
    }
    return best;
}

void gz_legal_forms_all(void (*on_spelling)(void *context,
                                            struct gz_str spelling),
                        void *context)
{
    for (int i = 0; i < FORM_COUNT; i++) {
        for (int k = 0; k < GZ_LEGAL_SPELLINGS; k++) {
            if (forms[i].spellings[k].len_bytes > 0) {
                on_spelling(context, forms[i].spellings[k]);
            }
        }
        if (forms[i].other.len_bytes > 0) {
            on_spelling(context, forms[i].other);
        }
    }
}

bool gz_legal_forms_begin(struct gz_str name, size_t *end)
{
    for (int i = 0; i < FRONT_COUNT; i++) {
        const struct gz_str form = gz_str_z(front_forms[i]);
        if (!gz_str_starts(name, form) || name.len_bytes == form.len_bytes) {
            continue;
        }
        *end = form.len_bytes;
        if (name.ptr[*end] == ' ') {
            ++*end;
            return true;
        }
        if (is_wide(form)) {
            return true;
        }
    }
    return false;
}
