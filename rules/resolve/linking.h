#ifndef GZ_LINKING_H
#define GZ_LINKING_H

#include "daemon/base/status.h"
#include "rules/resolve/draft.h"

/*
 * Which entity a text is, when a rule says that it is one.
 */
struct gz_linked {
    uint32_t entity;  // in the draft
    enum gz_how how;
};

/** Whether a type of a list and one that a rule asks for can be the same. */
bool gz_linking_fits(const struct gz_draft *draft, uint16_t type,
                     uint16_t wanted);

/**
 * The entity that the lists know by these words, quiet names included, if its
 * type fits; else an entity that is known by its name alone:
 * name:PERSON/jane roe.
 */
enum gz_status gz_linking_find(struct gz_draft *draft, enum gz_field field,
                               uint32_t begin_token, uint32_t end_token,
                               uint16_t type,
                               struct gz_linked *out) GZ_MUST_CHECK;

/** The same, lists only; *found says whether there is one. */
enum gz_status gz_linking_known(struct gz_draft *draft, enum gz_field field,
                                uint32_t begin_token, uint32_t end_token,
                                uint16_t type, struct gz_linked *out,
                                bool *found) GZ_MUST_CHECK;

/** What the lists know by a name that no text needs to have, else !*found. */
enum gz_status gz_linking_listed(struct gz_draft *draft, struct gz_str name,
                                 uint16_t type, struct gz_linked *out,
                                 bool *found) GZ_MUST_CHECK;

/**
 * The entity of a name that no list has, known by its words alone:
 * name:<TOP TYPE>/<folded name>, without accents, and of an organisation
 * without its legal form, so that "Acme Motors Ltd." is "Acme Motors" in every
 * article.
 */
enum gz_status gz_linking_by_name(struct gz_draft *draft, struct gz_str name,
                                  uint16_t type, uint32_t *out) GZ_MUST_CHECK;

/** Where an organisation's name ends without its legal form. */
uint32_t gz_linking_proper_end(struct gz_draft *draft,
                               const struct gz_draft_mention *m);

/** Whether an entity is known by its name alone. */
bool gz_linking_is_name_only(const struct gz_draft_entity *entity);

/** Whether the lists give no reading of a mention's words any priority, as that
 * of a small town. */
bool gz_linking_is_minor(const struct gz_draft *draft,
                         const struct gz_draft_mention *m);

#endif
