#ifndef GZ_BENCH_EXTRACT_H
#define GZ_BENCH_EXTRACT_H

/** `gazetted bench extract`: measure the whole way of an article, stage by
 * stage.  argv[0] is "extract"; returns an exit status. */
int gz_bench_extract(int argc, char **argv);

#endif
