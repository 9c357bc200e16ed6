/** People and groups, as records name them and as people read them. */
import { trans } from '../words';

/** Return for example “ada” for `ada` or `person:ada`, and “open-data (group)” for `group:open-data`. */
export function whoWord(who: string): string {
  const [, group] = /^group:(.*)$/.exec(who) ?? [];
  return group ? trans.__('%1 (group)', group) : who.replace(/^person:/, '');
}
