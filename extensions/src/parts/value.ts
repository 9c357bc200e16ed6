/** JSON values as people read them. */
import type { Json } from '../request';

/** Return text as it is, and anything else as JSON. */
export function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
