#ifndef GZ_GAZETTEER_IMAGE_H
#define GZ_GAZETTEER_IMAGE_H

#include "rules/gazetteer/gazetteer.h"
#include "rules/gazetteer/image/image.h"
#include "rules/gazetteer/match/name_scan.h"

/** The tables of a gazetteer, for the matcher; borrowed until close. */
const struct gz_image *gz_gazetteer_image(const struct gz_gazetteer *g);

/** The version of the scanner that runs here. */
gz_name_scan_fn *gz_gazetteer_scanner(const struct gz_gazetteer *g);

/** Take another version, at most that of gz_simd_best(). */
void gz_gazetteer_set_simd(struct gz_gazetteer *g, enum gz_simd simd);

#endif
