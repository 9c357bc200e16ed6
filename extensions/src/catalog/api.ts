/** Searching the catalog. */
import type { EntrySummary } from '../entry/api';
import type { Page, Service } from '../request';

export const ENTRIES_A_PAGE = 50;

export function fetchEntries(
  service: Service,
  q: string,
  limit: number
): Promise<Page<EntrySummary>> {
  return service.get('api/entries', { q, limit, kind: 'dataset' });
}
