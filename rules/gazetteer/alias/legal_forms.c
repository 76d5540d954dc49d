// The table, and comparing from behind.  Forms of one letter are none: an
// initial is more frequent.

#include "rules/gazetteer/alias/legal_forms.h"

#include <string.h>

static const struct gz_legal_form forms[] = {
    // United States, United Kingdom, Ireland, Canada, Australia, Singapore ...
    {{"Inc.", "Incorporated"}, NULL, true},
    {{"Corp.", "Corporation"}, NULL, true},
    {{"Ltd.", "Limited"}, NULL, true},
    {{"Co.", "Company"}, NULL, false},
    {{"plc", "PLC", "Plc"}, "Public Limited Company", false},
    {{"LLC", "L.L.C."}, "Limited Liability Company", true},
    {{"LLP", "L.L.P."}, "Limited Liability Partnership", true},
    {{"LP", "L.P."}, "Limited Partnership", true},
    {{"N.A.", "NA"}, "National Association", true},
    {{"ULC"}, NULL, false},
    {{"DAC"}, NULL, false},
    {{"Pty."}, "Proprietary", false},
    {{"Pte."}, NULL, false},
    {{"Pvt."}, "Private", false},
    // Germany, Austria, Switzerland, Liechtenstein, the European Union
    {{"AG"}, "Aktiengesellschaft", false},
    {{"SE"}, "Societas Europaea", false},
    {{"GmbH"}, "Gesellschaft mit beschr\u00e4nkter Haftung", false},
    {{"gGmbH"}, NULL, false},
    {{"KGaA"}, NULL, false},
    {{"KG"}, NULL, false},
    {{"OHG"}, NULL, false},
    {{"UG"}, NULL, false},
    {{"e.V."}, NULL, false},
    {{"eG"}, NULL, false},
    // France, Luxembourg, Belgium, Spain, Portugal, Latin America
    {{"SA", "S.A.", "S/A"}, "Soci\u00e9t\u00e9 Anonyme", false},
    {{"SAS", "S.A.S."}, NULL, false},
    {{"SASU"}, NULL, false},
    {{"SARL", "S.A.R.L.", "S\u00e0rl"}, "S.\u00e0 r.l.", false},
    {{"SCA", "S.C.A."}, NULL, false},
    {{"SNC"}, NULL, false},
    {{"SL", "S.L."}, NULL, false},
    {{"SLU", "S.L.U."}, NULL, false},
    {{"SAU", "S.A.U."}, NULL, false},
    {{"SGPS"}, NULL, false},
    {{"Lda."}, NULL, false},
    {{"Ltda."}, "Limitada", false},
    {{"S.A. de C.V.", "SA de CV"}, NULL, true},
    {{"S.A.B. de C.V.", "SAB de CV"}, NULL, true},
    {{"S.A.P.I. de C.V.", "SAPI de CV"}, NULL, true},
    {{"S. de R.L. de C.V.", "S de RL de CV"}, NULL, true},
    // Italy
    {{"SpA", "S.p.A.", "S.P.A."}, NULL, false},
    {{"Srl", "S.r.l.", "SRL"}, NULL, false},
    // The Netherlands, Flanders
    {{"NV", "N.V."}, NULL, false},
    {{"BV", "B.V."}, NULL, false},
    {{"BVBA"}, NULL, false},
    // Sweden, Norway, Denmark, Finland, Iceland
    {{"AB"}, "Aktiebolag", false},
    {{"(publ)"}, NULL, false},
    {{"ASA"}, NULL, false},
    {{"AS", "A/S"}, NULL, false},
    {{"ApS"}, NULL, false},
    {{"Oyj"}, NULL, false},
    {{"Oy"}, "Osakeyhti\u00f6", false},
    {{"hf."}, NULL, false},
    {{"ehf."}, NULL, false},
    // Poland, Czechia, Slovakia, Hungary, the Balkans, the Baltics
    {{"Sp. z o.o."}, "Spolka z o.o.", false},
    {{"a.s."}, NULL, true},
    {{"s.r.o."}, "spol. s r.o.", true},
    {{"Nyrt."}, NULL, false},
    {{"Zrt."}, NULL, false},
    {{"Kft."}, NULL, false},
    {{"d.d."}, NULL, true},
    {{"d.o.o."}, NULL, true},
    {{"EAD"}, NULL, false},
    {{"OOD"}, NULL, false},
    {{"O\u00dc"}, NULL, false},
    // Russia and its neighbours
    {{"PJSC"}, NULL, false},
    {{"OJSC"}, NULL, false},
    {{"CJSC"}, NULL, false},
    {{"JSC"}, NULL, false},
    // Turkey, the Middle East
    {{"A.\u015e.", "A\u015e"}, NULL, false},
    {{"QPSC", "Q.P.S.C."}, NULL, false},
    {{"QSC", "Q.S.C."}, NULL, false},
    {{"KSCP", "K.S.C.P."}, NULL, false},
    {{"SAOG", "S.A.O.G."}, NULL, false},
    {{"SAE", "S.A.E."}, NULL, false},
    {{"SAL", "S.A.L."}, NULL, false},
    {{"BSC", "B.S.C."}, NULL, false},
    {{"WLL", "W.L.L."}, NULL, false},
    // Malaysia, Indonesia, Thailand, Japan, China, Korea
    {{"Bhd.", "Berhad"}, NULL, false},
    {{"Sdn."}, "Sendirian", false},
    {{"Tbk."}, NULL, false},
    {{"PCL"}, "Public Company Limited", false},
    {{"KK", "K.K."}, "Kabushiki Kaisha", false},
    {{"GK", "G.K."}, "Godo Kaisha", false},
    {{"\u682a\u5f0f\u4f1a\u793e"}, NULL, false},
    {{"\u80a1\u4efd\u6709\u9650\u516c\u53f8"}, NULL, false},
    {{"\u6709\u9650\u8d23\u4efb\u516c\u53f8"}, NULL, false},
    {{"\u6709\u9650\u516c\u53f8"}, NULL, false},
    {{"\uc8fc\uc2dd\ud68c\uc0ac"}, NULL, false},
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

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

static bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

// A letter of a script without spaces needs none before or behind it.
static bool is_wide(const char *form)
{
    return (uint8_t)form[0] >= 0xe3;
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

static bool compare_tail(struct gz_str name, const char *form, struct tail *t)
{
    size_t i = name.len_bytes;
    size_t k = strlen(form);
    *t = (struct tail){.same = true, .capitals = true};
    while (true) {
        while (k > 0 && form[k - 1] == '.') {
            k--;
        }
        if (k == 0) {
            break;
        }
        while (i > 0 && name.ptr[i - 1] == '.') {
            i--;
        }
        if (i == 0 || upper(name.ptr[i - 1]) != upper(form[k - 1])) {
            return false;
        }
        i--;
        k--;
        t->letters++;
        t->same &= name.ptr[i] == form[k];
        t->capitals &= !is_small(name.ptr[i]);
    }
    t->begin = i;
    return i > 0;
}

// "a.s." and its like are words without their full stops.
static bool needs_stops(const char *form)
{
    const char *stop = strchr(form, '.');
    return is_small(form[0]) && stop != NULL && stop[1] != '\0';
}

static bool ends_in(struct gz_str name, const char *form, size_t *begin)
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

static bool has_form(struct gz_str name, const struct gz_legal_form *form,
                     size_t *begin)
{
    for (int i = 0; i < GZ_LEGAL_SPELLINGS && form->spellings[i] != NULL; i++) {
        if (ends_in(name, form->spellings[i], begin)) {
            return true;
        }
    }
    return form->other != NULL && ends_in(name, form->other, begin);
}

// The longest: "Public Limited Company" is no "Company".
const struct gz_legal_form *gz_legal_forms_end(struct gz_str name,
                                               size_t *begin)
{
    const struct gz_legal_form *best = NULL;
    for (int i = 0; i < FORM_COUNT; i++) {
        size_t at;
        if (has_form(name, &forms[i], &at) && (best == NULL || at < *begin)) {
            best = &forms[i];
            *begin = at;
        }
    }
    return best;
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
        if (is_wide(front_forms[i])) {
            return true;
        }
    }
    return false;
}
