#ifndef GZ_INFLECT_H
#define GZ_INFLECT_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * The forms of a word that `word~` stands for: those of the packs' tables
 * (`inflections: {buy: [buys, buying, bought]}`) and, for words that no table
 * has, the regular endings of English: deny -> denies, denied, denying; plan
 * -> plans, planned, planning; customer -> customers.
 */
struct gz_inflections;

struct gz_inflections *gz_inflections_new(void);
void gz_inflections_free(struct gz_inflections *table);

/** Add a word with its other forms; a later table's entry replaces. */
enum gz_status gz_inflections_add(struct gz_inflections *table,
                                  struct gz_str word,
                                  const struct gz_str *forms,
                                  uint32_t count) GZ_MUST_CHECK;

/** All forms, the word itself first, each once, in arena. */
enum gz_status gz_inflections_forms(const struct gz_inflections *table,
                                    struct gz_str word, struct gz_arena *arena,
                                    const struct gz_str **out,
                                    uint32_t *count) GZ_MUST_CHECK;

#endif
