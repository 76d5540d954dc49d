#ifndef GZ_YAML_PROBLEM_H
#define GZ_YAML_PROBLEM_H

/**
 * What a writer of a file can do with what libyaml says of it; that itself
 * where nothing is known.  byte: that stands at the place.  Static, or the
 * parser's own.
 */
const char *gz_yaml_problem(const char *problem, char byte);

#endif
