/* Prints how many distinct literals of a list are in a file, the seconds to compile and the seconds to search. */
#include <hs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static char *seen;

static int on_match(unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *context) {
  seen[id] = 1;
  return 0;
}

static char *read_all(const char *path, size_t *size) {
  FILE *file = fopen(path, "rb");
  if (!file) { perror(path); exit(1); }
  fseek(file, 0, SEEK_END);
  *size = ftell(file);
  rewind(file);
  char *bytes = malloc(*size + 1);
  if (fread(bytes, 1, *size, file) != *size) { perror(path); exit(1); }
  bytes[*size] = 0;
  fclose(file);
  return bytes;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int count, char **arguments) {
  if (count != 3) { fprintf(stderr, "scan LITERALS FILE\n"); return 2; }
  size_t list_size, size;
  char *list = read_all(arguments[1], &list_size);
  unsigned literals = 0;
  for (size_t at = 0; at < list_size; at++) literals += list[at] == '\n';
  const char **texts = malloc(literals * sizeof *texts);
  size_t *lengths = malloc(literals * sizeof *lengths);
  unsigned *flags = calloc(literals, sizeof *flags), *ids = malloc(literals * sizeof *ids);
  unsigned index = 0;
  for (char *line = list; index < literals; index++) {
    char *end = strchr(line, '\n');
    texts[index] = line;
    lengths[index] = end - line;
    flags[index] = HS_FLAG_SINGLEMATCH;
    ids[index] = index;
    *end = 0;
    line = end + 1;
  }
  seen = calloc(literals, 1);
  double start = now();
  hs_database_t *database;
  hs_compile_error_t *error;
  if (hs_compile_lit_multi(texts, flags, ids, lengths, literals, HS_MODE_BLOCK, NULL, &database, &error) != HS_SUCCESS) {
    fprintf(stderr, "%s\n", error->message);
    return 1;
  }
  hs_scratch_t *scratch = NULL;
  hs_alloc_scratch(database, &scratch);
  double compiled = now();
  char *bytes = read_all(arguments[2], &size);
  double read = now();
  hs_scan(database, bytes, size, 0, scratch, on_match, NULL);
  double end = now();
  unsigned distinct = 0;
  for (unsigned id = 0; id < literals; id++) distinct += seen[id];
  printf("{\"distinct\":%u,\"build_s\":%.3f,\"search_s\":%.3f}\n", distinct, compiled - start, end - read);
  return 0;
}
