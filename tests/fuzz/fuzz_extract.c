// A text out of the input, extracted with a small pack: what is found must lie
// in the text, in order, and refer to what is there.  The first line is the
// title.

#include <stdlib.h>

#include "rules/text/utf8.h"
#include "tests/support/extract_fixture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { TEXT_MAX_BYTES = 4000 };

static const char names[] =
    "id\ttype\tname\taliases\thow\tpolicy\tpriority\txids\tattributes\n"
    "a\tOrg/Company\tAcme\tAcme Corp\t\t\t\t\tcountry=US;sector=cars\n"
    "g\tOrg/Company\tGlobex\t\t\t\t\t\tcountry=CN\n"
    "t\tOrg/Company\tTarget\t\t\tcontext\t\t\t\n"
    "j\tPerson\tAnn Lee\t\t\t\t\t\t\n"
    "l\tPlace/City\tLee\t\t\t\t9\t\tcountry=US\n"
    "l2\tPlace/City\tLee\t\t\t\t\t\tcountry=CN\n"
    "c\tPlace/Country\tChina\t\t\t\t\t\tcountry=CN\n"
    "c\t\tChinese\t\tDERIVED\t\t\t\t\n"
    "b\tPlace/City\tBeijing\t\t\t\t\t\tcountry=CN;capital_of=CN\n";

static const char rules[] =
    "gazetted: 1\n" EXTRACT_GRAMMAR
    "lists: {day: [Monday, Wall Street], det: [the]}\n"
    "supposed: {type: Org, unless: [day], behind: [det]}\n"
    "facts:\n"
    "  Customer: [customer, supplier, amount?, segment?]\n"
    "rules:\n"
    "- {id: m.mr, mention: Person, "
    "match: 'Mr name:($Capitalized{1,3})'}\n"
    "- {id: m.corp, mention: Org/Company, "
    "match: 'name:($Capitalized{1,3} (Corp | SE))'}\n"
    "- {id: m.board, mention: Org, "
    "match: 'the name:($Capitalized{2,4})', priority: 1}\n"
    "- {id: m.of, mention: Org, match: 'name:(Bank of <Place>)'}\n"
    "- {id: r.says, recast: Org/Government, "
    "match: '<name:Place> (says|said)'}\n"
    "- {id: c.company, coref: Org, match: 'the company'}\n"
    "- {id: c.nation, coref: Org, "
    "match: 'the <country:Country> (sector:$Lower)? company'}\n"
    "- {id: c.he, coref: Person, match: '(he | she)'}\n"
    "- {id: f.buys, emit: Customer, "
    "match: '<customer:Org> ..6 from <supplier:Org> "
    "(for <amount:Money>)?'}\n"
    "- {id: f.for, emit: Customer, priority: 1, "
    "match: '<customer:Org|Person> buys segment:(..2) from "
    "<supplier:Org>', within: 2}\n"
    "- {id: s.said, attribution: NAMED, "
    "match: '<source:Org|Person> verb:(said | says)'}\n"
    "- {id: s.sources, attribution: ANONYMOUS, "
    "match: 'source:sources (said | say)'}\n"
    "- {id: p.not, assertion: {polarity: NEGATIVE}, match: 'not'}\n"
    "- {id: p.may, assertion: {modality: POSSIBLE}, match: 'may'}\n";

static void check_span(const struct extract_lab *lab, struct gz_span s)
{
    const struct gz_str text = lab->doc->fields[s.field].text;
    CHECK(s.field < GZ_FIELD_COUNT && s.begin_byte < s.end_byte);
    CHECK(s.end_byte <= text.len_bytes);
    CHECK(gz_utf8_valid(extract_lab_text(lab, s)));
}

static bool is_ordered(const struct gz_mention *a, const struct gz_mention *b)
{
    if (a->field != b->field) {
        return a->field < b->field;
    }
    return a->begin_byte < b->begin_byte ||
           (a->begin_byte == b->begin_byte && a->end_byte > b->end_byte);
}

static void check_mentions(const struct extract_lab *lab)
{
    const struct gz_findings *f = &lab->found;
    for (uint32_t i = 0; i < f->mention_count; i++) {
        const struct gz_mention *m = &f->mentions[i];
        check_span(lab, (struct gz_span){m->field, m->begin_byte, m->end_byte});
        CHECK(m->entity < f->entity_count && m->how < GZ_HOW_COUNT);
        CHECK(m->sentence < lab->doc->fields[m->field].sentences.count);
        CHECK(m->rule.len_bytes > 0);
        CHECK(i == 0 || is_ordered(&f->mentions[i - 1], m));
        const struct gz_mention *before = i == 0 ? NULL : &f->mentions[i - 1];
        CHECK(before == NULL || before->field != m->field ||
              before->end_byte <= m->begin_byte ||
              before->how == GZ_HOW_NOMINAL);
    }
}

static void check_entities(const struct extract_lab *lab)
{
    const struct gz_findings *f = &lab->found;
    uint32_t mentions = 0;
    uint32_t first = 0;
    for (uint32_t e = 0; e < f->entity_count; e++) {
        const struct gz_entity *entity = &f->entities[e];
        CHECK(entity->mention_count > 0 && entity->entry.id.len_bytes > 0);
        CHECK(e == 0 || entity->mentions[0] > first);
        first = entity->mentions[0];
        CHECK(entity->link.score > 0 && entity->link.score <= 1);
        CHECK(entity->salience.score >= 0 && entity->salience.score <= 1);
        for (uint32_t i = 0; i < entity->mention_count; i++) {
            CHECK(entity->mentions[i] < f->mention_count);
            CHECK_EQ(f->mentions[entity->mentions[i]].entity, e);
        }
        mentions += entity->mention_count;
    }
    CHECK_EQ(mentions, f->mention_count);
}

static void check_role(const struct extract_lab *lab, const struct gz_role *r)
{
    const struct gz_findings *f = &lab->found;
    check_span(lab, r->span);
    CHECK(r->role.len_bytes > 0);
    CHECK_EQ(r->entity == GZ_FINDINGS_NONE, r->mention == GZ_FINDINGS_NONE);
    if (r->mention != GZ_FINDINGS_NONE) {
        CHECK(r->mention < f->mention_count);
        CHECK_EQ(f->mentions[r->mention].entity, r->entity);
        CHECK(r->value == NULL);
    }
}

static void check_facts(const struct extract_lab *lab)
{
    const struct gz_findings *f = &lab->found;
    for (uint32_t i = 0; i < f->fact_count; i++) {
        const struct gz_fact *fact = &f->facts[i];
        check_span(lab, fact->evidence);
        CHECK(fact->role_count >= 2 && fact->role_count <= 4);
        CHECK(fact->confidence > 0 && fact->confidence <= 1);
        for (uint32_t r = 0; r < fact->role_count; r++) {
            check_role(lab, &fact->roles[r]);
        }
        for (uint32_t a = 0; a < fact->attribution_count; a++) {
            check_span(lab, fact->attributions[a].span);
            CHECK(fact->attributions[a].entity == GZ_FINDINGS_NONE ||
                  fact->attributions[a].entity < f->entity_count);
        }
        const struct gz_span *last = i == 0 ? NULL : &f->facts[i - 1].evidence;
        CHECK(last == NULL || last->field < fact->evidence.field ||
              last->begin_byte <= fact->evidence.begin_byte);
    }
}

static void extract(struct extract_lab *lab, struct gz_str text)
{
    char *title = strndup(text.ptr, text.len_bytes);
    CHECK(title != NULL);
    char *body = strchr(title, '\n');
    if (body != NULL) {
        *body++ = '\0';
        extract_lab_run(lab, title, body);
    } else {
        extract_lab_run(lab, "", title);
    }
    check_mentions(lab);
    check_entities(lab);
    check_facts(lab);
    free(title);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct extract_lab lab;  // what it takes to load is done once
    const struct gz_str text = gz_str_of((const char *)data, size);
    if (size > TEXT_MAX_BYTES || !gz_utf8_valid(text)) {
        return 0;
    }
    if (lab.rules == NULL) {
        extract_lab_open(&lab, names, rules);
    }
    if (size > 0) {
        extract(&lab, text);
    }
    return 0;
}
