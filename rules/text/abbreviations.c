// The word lists, each sorted by bytes for a binary search.

#include "rules/text/abbreviations.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

enum {
    I = GZ_ABBREVIATION_INNER,
    C = GZ_ABBREVIATION_NAME,  // companies, streets and places
    N = GZ_ABBREVIATION_NUMBER,
    T = GZ_ABBREVIATION_TIME,
    TEXT_BYTES = 8,
};

struct entry {
    char text[TEXT_BYTES];  // padded with NULs, the last byte always one
    uint8_t kind;
};

// clang-format off
static const struct entry entries[] = {
    {"A.G.", C}, {"A.M.", T}, {"A.S.", C}, {"Abb", N}, {"Abs", I}, {"Adm", I},
    {"Ala", C}, {"Ald", I}, {"Amb", I}, {"Apr", N}, {"Ariz", C}, {"Ark", C},
    {"Art", N}, {"Arts", N}, {"Assn", C}, {"Atty", I}, {"Aug", N}, {"Ave", C},
    {"B.C.", C}, {"B.V.", C}, {"Bancorp", C}, {"Bd", N}, {"Bhd", C},
    {"Bldg", C}, {"Blvd", C}, {"Brig", I}, {"Bros", I}, {"Calif", C},
    {"Capt", I}, {"Ch", N}, {"Cie", C}, {"Cllr", I}, {"Cmdr", I}, {"Co", C},
    {"Col", I}, {"Colo", C}, {"Conn", C}, {"Corp", C}, {"Cos", C}, {"Cpl", I},
    {"D.C.", C}, {"Dec", N}, {"Del", C}, {"Dept", C}, {"Det", I}, {"Dipl", I},
    {"Dr", I}, {"Drs", I}, {"E.U.", C}, {"EE", I}, {"Esq", C}, {"Est", C},
    {"Fa", I}, {"Feb", N}, {"Fig", N}, {"Figs", N}, {"Fla", C}, {"Fr", I},
    {"Fri", N}, {"Ft", I}, {"Ga", C}, {"Gen", I}, {"Gov", I}, {"Govs", I},
    {"Hon", I}, {"Hr", I}, {"Hwy", C}, {"Ill", C}, {"Inc", C}, {"Ind", C},
    {"Ing", I}, {"Insp", I}, {"Intl", C}, {"Jan", N}, {"Jh", C}, {"Jr", C},
    {"Jul", N}, {"Jun", N}, {"Kan", C}, {"Kap", N}, {"Ky", C}, {"L.A.", C},
    {"L.L.C.", C}, {"L.P.", C}, {"LLC", C}, {"La", C}, {"Lt", I}, {"Ltd", C},
    {"M", I}, {"MM", I}, {"Mag", I}, {"Maj", I}, {"Mar", N}, {"Mass", C},
    {"Md", C}, {"Messrs", I}, {"Mfg", C}, {"Mich", C}, {"Minn", C}, {"Mio", C},
    {"Miss", C}, {"Mlle", I}, {"Mme", I}, {"Mmes", I}, {"Mo", C}, {"Mon", N},
    {"Mont", C}, {"Mr", I}, {"Mrd", C}, {"Mrs", I}, {"Ms", I}, {"Msgr", I},
    {"Mt", I}, {"N.C.", C}, {"N.D.", C}, {"N.H.", C}, {"N.J.", C}, {"N.M.", C},
    {"N.V.", C}, {"N.Y.", C}, {"Neb", C}, {"Nev", C}, {"No", N}, {"Nos", N},
    {"Nov", N}, {"Nr", N}, {"Nrn", N}, {"Oct", N}, {"Okla", C}, {"Ore", C},
    {"P.L.C.", C}, {"P.M.", T}, {"PLC", C}, {"Pa", C}, {"Para", N}, {"Ph", I},
    {"Plc", C}, {"Pres", I}, {"Prof", I}, {"Pte", C}, {"Pty", C}, {"Pvt", I},
    {"R.I.", C}, {"Rd", C}, {"Rep", I}, {"Reps", I}, {"Rev", I}, {"Rs", I},
    {"Rt", I}, {"S.A.", C}, {"S.A.S.", C}, {"S.C.", C}, {"S.D.", C},
    {"S.L.", C}, {"S.p.A.", C}, {"Sec", N}, {"Secs", N}, {"Sen", I}, {"Sens", I},
    {"Sep", N}, {"Sept", N}, {"Sgt", I}, {"Spc", I}, {"Sr", C}, {"Sra", I},
    {"Srta", I}, {"St", C}, {"Std", C}, {"Ste", I}, {"Str", C}, {"Supt", I},
    {"Tenn", C}, {"Tex", C}, {"Thu", N}, {"Thur", N}, {"Thurs", N}, {"Tue", N},
    {"Tues", N}, {"U.A.E.", C}, {"U.K.", C}, {"U.N.", C}, {"U.S.", C},
    {"U.S.A.", C}, {"UU", C}, {"Ud", I}, {"Uds", I}, {"Univ", I}, {"Va", C},
    {"Vol", N}, {"Vols", N}, {"Vt", C}, {"W.Va", C}, {"Wash", C}, {"Wed", N},
    {"Wis", C}, {"Wyo", C}, {"a.m.", T}, {"approx", I}, {"av", I}, {"bzw", I},
    {"ca", I}, {"cf", I}, {"d.h.", I}, {"e.V.", I}, {"e.g.", I}, {"evtl", I},
    {"ggf", I}, {"i.e.", I}, {"inkl", I}, {"no", N}, {"nos", N}, {"p", N},
    {"p.ex.", I}, {"p.m.", T}, {"para", N}, {"plc", C}, {"pp", N}, {"sog", I},
    {"u.a.", I}, {"v", I}, {"vgl", I}, {"viz", I}, {"vol", N}, {"vs", I},
    {"z.B.", I},
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

// Bytes as a number that orders as they do.
static uint64_t key_of(const char text[TEXT_BYTES])
{
    uint64_t key = 0;
    for (size_t i = 0; i < TEXT_BYTES; i++) {
        key = key << 8 | (uint8_t)text[i];
    }
    return key;
}

enum gz_abbreviation gz_abbreviation_of(struct gz_str word)
{
    if (word.len_bytes >= TEXT_BYTES || word.len_bytes == 0) {
        return GZ_ABBREVIATION_NONE;
    }
    char text[TEXT_BYTES] = {0};
    memcpy(text, word.ptr, word.len_bytes);
    const uint64_t key = key_of(text);
    // Every stop asks, and no branch could be guessed: halve with a mask.
    size_t low = 0;
    size_t left = COUNT(entries);
    while (left > 1) {
        const size_t half = left / 2;
        const bool behind = key_of(entries[low + half].text) <= key;
        low += half & (0 - (size_t)behind);
        left -= half;
    }
    return key_of(entries[low].text) == key
               ? (enum gz_abbreviation)entries[low].kind
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
