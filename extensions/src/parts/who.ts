/** People and groups, as records name them and as people read them. */

/** Return for example “ada” for `ada` or `person:ada`, and “open-data (group)” for `group:open-data`. */
export function whoWord(who: string): string {
  return who.replace(/^person:/, '').replace(/^group:(.*)$/, '$1 (group)');
}
