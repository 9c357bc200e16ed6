/** What became of a line, a row or an item, as a sign and in words. */
import { trans } from '../words';
import type { Kind } from './difference';

export const SIGNS: Record<Kind, string> = { same: '', changed: '~', added: '+', removed: '−' };

/** Return the word for it; nothing of what stayed the same. */
export function kindWord(kind: Kind): string | undefined {
  const words: Partial<Record<Kind, string>> = {
    changed: trans.__('changed'),
    added: trans.__('added'),
    removed: trans.__('removed')
  };
  return words[kind];
}
