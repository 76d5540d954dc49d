// The word lists, each sorted by bytes for a binary search.

#include "rules/text/abbreviations.h"

#include <stddef.h>

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

// clang-format off
static const char *const inner[] = {
    "Abs", "Adm", "Ald", "Amb", "Atty", "Brig", "Bros", "Capt", "Cllr", "Cmdr",
    "Col", "Cpl", "Det", "Dipl", "Dr", "Drs", "Fa", "Fr", "Ft", "Gen", "Gov",
    "Govs", "Hon", "Hr", "Ing", "Insp", "Lt", "M", "MM", "Mag", "Maj",
    "Messrs", "Mlle", "Mme", "Mmes", "Mr", "Mrs", "Ms", "Msgr", "Mt", "Ph",
    "Pres", "Prof", "Pvt", "Rep", "Reps", "Rev", "Rt", "Sen", "Sens", "Sgt",
    "Spc", "Sra", "Srta", "Ste", "Supt", "Univ", "approx", "bzw", "ca", "cf",
    "d.h.", "e.V.", "e.g.", "evtl", "ggf", "i.e.", "inkl", "p.ex.", "sog",
    "u.a.", "v", "vgl", "viz", "vs", "z.B.",
};

// Companies, streets and places; a name often goes on behind them.
static const char *const names[] = {
    "A.G.", "A.S.", "Ala", "Ariz", "Ark", "Assn", "Ave", "B.C.", "B.V.",
    "Bancorp", "Bhd", "Bldg", "Blvd", "Calif", "Cie", "Co", "Colo", "Conn",
    "Corp", "Cos", "D.C.", "Del", "Dept", "E.U.", "Esq", "Est", "Fla",
    "G.m.b.H.", "Ga", "Hwy", "Ill", "Inc", "Ind", "Intl", "Jr", "Kan", "Ky",
    "L.A.", "L.L.C.", "L.P.", "LLC", "La", "Ltd", "Mass", "Md", "Mfg", "Mich",
    "Minn", "Mio", "Miss", "Mo", "Mont", "Mrd", "N.C.", "N.D.", "N.H.", "N.J.",
    "N.M.", "N.V.", "N.Y.", "Neb", "Nev", "Okla", "Ore", "P.L.C.", "PLC", "Pa",
    "Plc", "Pte", "Pty", "R.I.", "Rd", "S.A.", "S.A.S.", "S.C.", "S.D.",
    "S.L.", "S.p.A.", "Sr", "St", "Std", "Str", "Tenn", "Tex", "U.A.E.",
    "U.K.", "U.N.", "U.S.", "U.S.A.", "Va", "Vt", "W.Va", "Wash", "Wis", "Wyo",
    "plc",
};

static const char *const numbered[] = {
    "Abb", "Apr", "Art", "Arts", "Aug", "Bd", "Ch", "Dec", "Feb", "Fig",
    "Figs", "Fri", "Jan", "Jul", "Jun", "Kap", "Mar", "Mon", "No", "Nos",
    "Nov", "Nr", "Nrn", "Oct", "Para", "Sec", "Secs", "Sep", "Sept", "Thu",
    "Thur", "Thurs", "Tue", "Tues", "Vol", "Vols", "Wed", "no", "nos", "n°",
    "p", "para", "pp", "vol",
};

static const char *const times[] = {
    "A.M.", "P.M.", "a.m.", "p.m.",
};

static const char *const openers[] = {
    "A", "Aber", "About", "According", "After", "Against", "Almost", "Also",
    "Although", "Am", "Among", "An", "Analysts", "And", "Another", "As",
    "Asked", "At", "Auch", "Based", "Because", "Before", "Bei", "Between",
    "Both", "But", "By", "Ce", "Cette", "Dans", "Das", "Der", "Despite", "Die",
    "Dr", "During", "Each", "Earlier", "Ein", "Eine", "Either", "Elle",
    "Elles", "Er", "Es", "Esta", "Este", "Even", "Every", "For", "From",
    "Given", "He", "Her", "Here", "His", "How", "However", "If", "Il", "Ils",
    "Im", "In", "Instead", "Investors", "It", "Its", "Just", "Last", "Later",
    "Les", "Like", "Mais", "Many", "Meanwhile", "Mit", "More", "Most", "Mr",
    "Mrs", "Ms", "My", "Nach", "Nearly", "Neither", "Nor", "Not", "Now", "Of",
    "Officials", "On", "Once", "Only", "Or", "Our", "Over", "Per", "Pero",
    "Police", "Pour", "Según", "Seit", "Selon", "Shares", "She", "Sie",
    "Since", "So", "Some", "Still", "Such", "That", "The", "Their", "Then",
    "There", "These", "They", "This", "Those", "Though", "Through", "To",
    "Today", "Una", "Und", "Under", "Une", "Unless", "Unlike", "Until", "We",
    "What", "When", "Where", "Which", "While", "Who", "Why", "Wir", "With",
    "Within", "Without", "Yesterday", "Yet", "You",
};

static const char *const zones[] = {
    "AEST", "Apr", "April", "Aug", "August", "BST", "Beijing", "CDT", "CEST",
    "CET", "CST", "CT", "Central", "Dec", "December", "EDT", "EST", "ET",
    "Eastern", "Feb", "February", "Friday", "GMT", "Greenwich", "HKT", "IST",
    "JST", "Jan", "January", "Jul", "July", "Jun", "June", "London", "MDT",
    "MSK", "MST", "MT", "Mar", "March", "May", "Monday", "Mountain", "Nov",
    "November", "Oct", "October", "PDT", "PST", "PT", "Pacific", "SGT",
    "Saturday", "Sep", "Sept", "September", "Sunday", "Thursday", "Tokyo",
    "Tuesday", "UTC", "Wednesday",
};

static const char *const months[] = {
    "April", "August", "Dezember", "Februar", "Januar", "Juli", "Juni",
    "Jänner", "Mai", "März", "November", "Oktober", "September",
};
// clang-format on

static bool has(const char *const *list, size_t count, struct gz_str word)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = gz_str_compare(gz_str_z(list[middle]), word);
        if (order == 0) {
            return true;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return false;
}

enum gz_abbreviation gz_abbreviation_of(struct gz_str word)
{
    if (has(inner, COUNT(inner), word)) {
        return GZ_ABBREVIATION_INNER;
    }
    if (has(names, COUNT(names), word)) {
        return GZ_ABBREVIATION_NAME;
    }
    if (has(numbered, COUNT(numbered), word)) {
        return GZ_ABBREVIATION_NUMBER;
    }
    return has(times, COUNT(times), word) ? GZ_ABBREVIATION_TIME
                                          : GZ_ABBREVIATION_NONE;
}

bool gz_abbreviation_opener(struct gz_str word)
{
    return has(openers, COUNT(openers), word);
}

bool gz_abbreviation_zone(struct gz_str word)
{
    return has(zones, COUNT(zones), word);
}

bool gz_abbreviation_month(struct gz_str word)
{
    return has(months, COUNT(months), word);
}
