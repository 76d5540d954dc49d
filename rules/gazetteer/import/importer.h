#ifndef GZ_IMPORTER_H
#define GZ_IMPORTER_H

#include "daemon/base/map.h"
#include "daemon/base/source.h"
#include "rules/gazetteer/import/import_lines.h"
#include "rules/gazetteer/import/list_import.h"

/*
 * An import on its way: what the formats have in common.  A format reads its
 * lines and hands over names; names that come twice are put together, so that
 * the list that comes out has no contradictions.
 */

// A name for the list; all views may be in scratch.
struct gz_import_name {
    struct gz_str id;     // empty: made of type and name
    struct gz_str label;  // "location/city"
    struct gz_str name;
    struct gz_str attributes;
    enum gz_name_case name_case;
    int16_t priority;
};

struct gz_importer {
    const struct gz_import_options *options;  // borrowed
    struct gz_import_report *report;          // borrowed
    struct gz_error *err;                     // borrowed
    struct gz_arena *arena;                   // owned; of the names
    struct gz_arena *scratch;                 // owned; reset for every row
    struct gz_map *types;                     // owned; of ids
    struct gz_map *known;                     // owned; of ids with names
    struct gz_importer_item *items;           // in arena
    size_t count;
    size_t cap;
};

/** Prepare for an import.  Fails with GZ_NO_MEMORY; fini is needed then too. */
enum gz_status gz_importer_init(struct gz_importer *im,
                                const struct gz_import_options *options,
                                struct gz_import_report *report,
                                struct gz_error *err) GZ_MUST_CHECK;

void gz_importer_fini(struct gz_importer *im);

/**
 * Take in a name, or count at place why it is lost: its label has no type,
 * its id another type, or it cannot be a name.  Fails with GZ_NO_MEMORY.
 */
enum gz_status gz_importer_add(struct gz_importer *im,
                               const struct gz_import_place *place,
                               const struct gz_import_name *name) GZ_MUST_CHECK;

/** Count names whose label has no type. */
void gz_importer_lose_label(struct gz_importer *im,
                            const struct gz_import_place *place, uint64_t count,
                            struct gz_str label);

/** Append the list to out. */
void gz_importer_write(const struct gz_importer *im, struct gz_buffer *out);

/** Take in a line; GZ_INVALID for a malformed one, reported in im->err. */
typedef enum gz_status gz_importer_line(struct gz_importer *im,
                                        const struct gz_import_lines *lines,
                                        struct gz_str line,
                                        const void *context);

/**
 * Call take for every line of src, with scratch reset before each.  Malformed
 * lines do not end it, anything else that is not GZ_OK but for GZ_NO_MEMORY
 * neither: the last such status is returned.
 */
enum gz_status gz_importer_run(struct gz_importer *im,
                               const struct gz_source *src,
                               gz_importer_line *take,
                               const void *context) GZ_MUST_CHECK;

/*
 * One file a format.  Malformed lines are reported in err and skipped; the
 * status is then GZ_INVALID.  They fail with GZ_NO_MEMORY.
 */
enum gz_status gz_import_spacy(struct gz_importer *im,
                               const struct gz_source *src) GZ_MUST_CHECK;
enum gz_status gz_import_gate(struct gz_importer *im,
                              const struct gz_source *src) GZ_MUST_CHECK;
enum gz_status gz_import_regexner(struct gz_importer *im,
                                  const struct gz_source *src) GZ_MUST_CHECK;

/** The entries of one list of GATE, all of one label; for import_gate.c. */
enum gz_status gz_import_gate_entries(struct gz_importer *im,
                                      const struct gz_source *src,
                                      struct gz_str label,
                                      struct gz_str language) GZ_MUST_CHECK;

#endif
