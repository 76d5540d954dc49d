// Names that nobody knows, where a fact needs somebody.

#include "rules/resolve/supposed.h"

#include "tests/support/extract_fixture.h"

static const char names[] =
    "id\ttype\tname\taliases\thow\tpolicy\tpriority\txids\tattributes\n"
    "acme\tOrg/Company\tAcme\t\t\t\t\t\t\n"
    "globex\tOrg/Company\tGlobex\t\t\t\t\t\t\n"
    "gizmo\tProduct\tGizmo\t\t\t\t\t\t\n"
    "xr\tPlace/Country\tRuritania\t\t\t\t\t\tcountry=XR\n";

static const char rules[] =
    "gazetted: 1\n" EXTRACT_GRAMMAR "facts: {Rent: [tenant, landlord]}\n"
    "lists:\n"
    "  opener: [So, Here, GPU]\n"
    "  street: [Wall Street]\n"
    "  det: [the, its, a]\n"
    "supposed: {type: Org, unless: [opener, street], behind: [det]}\n"
    "rules:\n"
    "- {id: t.rents, emit: Rent, match: '<tenant:Org> (rents | rent) ..6 from "
    "..4 <landlord:Org>'}\n"
    "- {id: t.lets, emit: Rent, match: '<landlord:Org> lets ..6 to "
    "<tenant:Org>'}\n"
    "- {id: t.company, coref: Org, match: 'the company'}\n"
    "- {id: t.said, attribution: NAMED, match: '<source:Org> verb:said'}\n";

static const struct row {
    const char *body;
    const char *want;  // facts, and mentions that no list has
} rows[] = {
    {"So Acme rents halls from Zembla.",
     "Zembla=name:ORG/zembla/PATTERN/supposed\n"
     "Rent: tenant=x:acme landlord=name:ORG/zembla\n"},
    {"So Acme rents halls from Quorra Zembla-Noor.",
     "Quorra Zembla-Noor=name:ORG/quorra zembla-noor/PATTERN/supposed\n"
     "Rent: tenant=x:acme landlord=name:ORG/quorra zembla-noor\n"},
    {"Quorra Zembla rents halls from Acme.",
     "Quorra Zembla=name:ORG/quorra zembla/PATTERN/supposed\n"
     "Rent: tenant=name:ORG/quorra zembla landlord=x:acme\n"},
    {"So Acme rents halls from Ruritania's Zembla.",
     "Zembla=name:ORG/zembla/PATTERN/supposed\n"
     "Rent: tenant=x:acme landlord=name:ORG/zembla\n"},
    {"On Monday Zembla rents halls from Acme.",
     "Zembla=name:ORG/zembla/PATTERN/supposed\n"
     "Rent: tenant=name:ORG/zembla landlord=x:acme\n"},
    // All of a list.
    {"So Acme rents halls from Globex and Zembla.",
     "Zembla=name:ORG/zembla/PATTERN/supposed\n"
     "Rent: tenant=x:acme landlord=x:globex\n"
     "Rent: tenant=x:acme landlord=name:ORG/zembla\n"},
    // Every mention of what a fact has.
    {"So we saw Zembla. So Acme rents halls from Zembla.",
     "Zembla=name:ORG/zembla/PATTERN/supposed\n"
     "Zembla=name:ORG/zembla/PATTERN/supposed\n"
     "Rent: tenant=x:acme landlord=name:ORG/zembla\n"},
    // No fact, or nobody who is known in it.
    {"So Acme saw halls of Zembla.", ""},
    {"So Quorra rents halls from Zembla.", ""},
    // Not whom others mean; who speaks is known by what the text calls it.
    {"So we saw Zembla. Here the company rents halls from Acme.", ""},
    {"So Zembla said Acme rents halls from Globex.",
     "Rent: tenant=x:acme landlord=x:globex NAMED(Zembla)\n"},
    {"So Zembla said Acme rents halls from Zembla.",
     "Zembla=name:ORG/zembla/PATTERN/supposed\n"
     "Zembla=name:ORG/zembla/PATTERN/supposed\n"
     "Rent: tenant=x:acme landlord=name:ORG/zembla "
     "NAMED(name:ORG/zembla)\n"},
    {"So we saw Quorra. Globex said Acme rents halls from Zembla.",
     "Zembla=name:ORG/zembla/PATTERN/supposed\n"
     "Rent: tenant=x:acme landlord=name:ORG/zembla NAMED(x:globex)\n"},
    // What packs say is none.
    {"So Acme rents halls from Monday.", ""},
    {"So Acme rents halls from Wall Street.", ""},
    {"So Acme rents halls from Wall Place.",
     "Wall Place=name:ORG/wall place/PATTERN/supposed\n"
     "Rent: tenant=x:acme landlord=name:ORG/wall place\n"},
    {"So Acme rents halls from the Zembla.", ""},
    {"So Acme rents halls from its new Zembla.", ""},
    {"So Acme rents halls from its New Zembla.", ""},
    // One word that begins a sentence or a quotation.
    {"Zembla rents halls from Acme.", ""},
    {"\"Zembla rents halls from Acme.\"", ""},
    {"Zembla rents halls from Acme. So we saw Zembla.",
     "Zembla=name:ORG/zembla/PATTERN/supposed\n"
     "Zembla=name:ORG/zembla/PATTERN/supposed\n"
     "Rent: tenant=name:ORG/zembla landlord=x:acme\n"},
    {"Zembla's yard rents halls from Acme. So we saw Zembla.", ""},
    {"Zembla rents halls from Acme. So we saw Zembla Quorra.", ""},
    // Kinds of things.
    {"So Acme rents halls from GPU.", ""},
    {"So Acme rents halls from MGX.",
     "MGX=name:ORG/mgx/PATTERN/supposed\n"
     "Rent: tenant=x:acme landlord=name:ORG/mgx\n"},
    {"So Acme rents halls from H20.", ""},
    {"So Acme rents halls from A100s.", ""},
    {"So Acme rents halls from Zy.", ""},
    {"So Acme rents halls from Prosperity7.",
     "Prosperity7=name:ORG/prosperity7/PATTERN/supposed\n"
     "Rent: tenant=x:acme landlord=name:ORG/prosperity7\n"},
    // What touches another name, is part of one or has something.
    {"So Acme rents halls from Gizmo Zembla.", ""},
    {"So Acme rents halls from Zembla Gizmo.", ""},
    {"So Acme rents halls from Globex's Zembla.",
     "Rent: tenant=x:acme landlord=x:globex\n"},
    {"So Acme rents halls from Zembla's yard.", ""},
    {"So Acme rents halls from Zembla-led firms.", ""},
    {"So Acme rents halls from Zembla\nQuorra.", ""},
    {"So Acme rents halls from One Two Three Four Five.", ""},
    // Where all are capitals none says anything.
    {"ACME RENTS HALLS FROM QUORRA ZEMBLA.", ""},
};

static void check_row(struct extract_lab *lab, const struct row *row)
{
    extract_lab_check(lab, "", row->body, false, row->want);
}

// Titles have capitals for other reasons.
static void check_title(struct extract_lab *lab)
{
    extract_lab_check(lab, "Acme rents halls from Zembla", "", false, "");
}

// Who asks why is told, and may have them all.
static void check_asked(struct extract_lab *lab)
{
    const struct gz_extract_options options = {
        .reference_ms = GZ_VALUES_NO_TIME, .keep_supposed = true};
    struct gz_findings found;
    extract_lab_run(lab, "", "So we saw Zembla and Acme.");
    CHECK_EQ(lab->found.entity_count, 1);
    CHECK_EQ(lab->trace.count, 2);
    const struct gz_extract_step *step = &lab->trace.items[1];
    CHECK_STR(step->rule, "supposed");
    CHECK_EQ(step->outcome, GZ_EXTRACT_DROPPED);
    CHECK_STR(extract_lab_text(lab, step->span), "Zembla");
    CHECK_STR(step->entity, "name:ORG/zembla");
    CHECK_OK(gz_extractor_run(lab->extractor, lab->doc, &options, lab->arena,
                              &found));
    CHECK_EQ(found.entity_count, 2);
    CHECK(found.entities[0].supposed && !found.entities[1].supposed);
}

// Only articles in the language of the pack.
static void check_language(struct extract_lab *lab)
{
    const struct gz_extract_options options = {
        .reference_ms = GZ_VALUES_NO_TIME, .keep_supposed = true};
    static const char *const languages[] = {"en-GB", "", "fr"};
    for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++) {
        struct gz_document *doc;
        struct gz_findings found;
        gz_arena_reset(lab->arena);
        CHECK_OK(gz_document_new(GZ_STR_LIT(""), GZ_STR_LIT("So we saw Zembla"),
                                 gz_str_z(languages[i]), lab->arena, &doc));
        CHECK_OK(gz_extractor_run(lab->extractor, doc, &options, lab->arena,
                                  &found));
        CHECK_EQ(found.entity_count, i < 2);
    }
}

// Arenas that grow until all fits.
static void check_limits(struct extract_lab *lab)
{
    const struct gz_extract_options options = {.reference_ms =
                                                   GZ_VALUES_NO_TIME};
    enum gz_status st = GZ_LIMIT;
    extract_lab_run(lab, "", "So Quorra saw that Acme rents it from Zembla.");
    CHECK_EQ(lab->found.fact_count, 1);
    for (size_t limit = 64; st != GZ_OK; limit += 16) {
        struct gz_findings found;
        struct gz_arena *small = gz_arena_new(limit);
        CHECK(limit < 1 << 20);
        st =
            gz_extractor_run(lab->extractor, lab->doc, &options, small, &found);
        CHECK(st == GZ_OK || st == GZ_LIMIT);
        CHECK_EQ(found.fact_count, st == GZ_OK);
        gz_arena_free(small);
    }
}

// A long text needs little more than a short one.
static void check_long(struct extract_lab *lab)
{
    enum { WORDS = 50000, LIMIT_BYTES = 3 << 20 };
    const struct gz_extract_options options = {.reference_ms =
                                                   GZ_VALUES_NO_TIME};
    struct gz_arena *small = gz_arena_new(LIMIT_BYTES);
    struct gz_findings found;
    struct gz_document *doc;
    struct gz_buffer body;
    gz_buffer_init(&body, 0);
    for (int i = 0; i < WORDS; i++) {
        gz_buffer_append_z(&body, i % 20 == 19 ? "it. " : "it ");
    }
    gz_buffer_append_z(&body, "So Acme rents halls from Zembla.");
    gz_arena_reset(lab->arena);
    CHECK_OK(gz_document_new(GZ_STR_LIT(""), gz_buffer_str(&body),
                             GZ_STR_LIT("en"), lab->arena, &doc));
    CHECK_OK(gz_extractor_run(lab->extractor, doc, &options, small, &found));
    CHECK_EQ(found.fact_count, 1);
    gz_buffer_fini(&body);
    gz_arena_free(small);
}

int main(void)
{
    struct extract_lab lab;
    extract_lab_open(&lab, names, rules);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        check_row(&lab, &rows[i]);
    }
    check_title(&lab);
    check_asked(&lab);
    check_language(&lab);
    check_limits(&lab);
    check_long(&lab);
    extract_lab_close(&lab);
    return 0;
}
