#include "rules/match/matcher.h"
#include <string.h>
enum gz_status gz_matcher_explain(struct gz_matcher *m, uint32_t rule,
                                  const struct gz_items items[GZ_FIELD_COUNT],
                                  struct gz_arena *arena,
                                  struct gz_near_miss *out)
{ (void)m;(void)rule;(void)items;(void)arena; memset(out,0,sizeof *out); return GZ_OK; }
