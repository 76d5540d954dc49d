#ifndef GZ_IMAGE_INTAKE_H
#define GZ_IMAGE_INTAKE_H

#include "daemon/base/error.h"
#include "daemon/base/source.h"
#include "daemon/base/status.h"
#include "rules/gazetteer/compile/list_chunk.h"
#include "rules/gazetteer/compile/list_intake.h"
#include "rules/gazetteer/image/image.h"

/**
 * Take a checked image into the catalog as if it were the lists that it was
 * made of: first what it removes, then its entities, then its names, in the
 * order in which records have them, so that equal names keep their order.
 *
 * chunk is initialised and empty; it gets what the new image needs of the
 * names, as it does from a list.  src has the image's name and no text.  All
 * three must outlive the catalog.
 *
 * Fails with GZ_INVALID when what the image holds cannot have come from lists,
 * said in err, with GZ_NO_MEMORY or with GZ_LIMIT.
 */
enum gz_status gz_image_intake_take(struct gz_list_intake *in,
                                    const struct gz_image *image,
                                    const struct gz_source *src,
                                    struct gz_list_chunk *chunk,
                                    struct gz_error *err) GZ_MUST_CHECK;

#endif
