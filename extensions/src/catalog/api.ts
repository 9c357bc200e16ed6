/** Searching the catalog, and searches that are kept. */
import type { EntrySummary } from '../entry/api';
import type { Page, Service } from '../request';

export const ENTRIES_A_PAGE = 50;

export const FACETS = [
  'kind',
  'domain',
  'tag',
  'format',
  'owner',
  'classification',
  'updated_within',
  'state'
] as const;
export type Facet = (typeof FACETS)[number];

export type Sort = 'relevance' | 'name' | 'date' | 'use' | 'stars';

/** What is searched for: words, a value of each facet or none, and an order. */
export type Search = Partial<Record<Facet | 'q', string>> & { sort?: Sort };

/** How many of the entries found have a value of a facet. */
export interface Count {
  value: string | number;
  count: number;
}

export interface Found extends Page<EntrySummary> {
  /** The words that were searched for instead of misspelt ones. */
  corrected: string | null;
  facets: Partial<Record<Facet, Count[]>>;
}

/** A search that somebody keeps. */
export interface SavedSearch {
  name: string;
  title: string;
  owner: string;
  /** Whether it is the person's own, to change and to delete. */
  mine: boolean;
  shared: boolean;
  query: Partial<Record<keyof Search, string | number>>;
}

export function fetchFound(service: Service, search: Search, limit: number): Promise<Found> {
  return service.get('api/entries', { ...search, limit, facets: 1 });
}

/** Return the first data sets by name. */
export function fetchDatasets(service: Service, limit: number): Promise<Page<EntrySummary>> {
  return service.get('api/entries', { kind: 'dataset', limit });
}

/** Return queries that begin like this one. */
export function fetchCompletions(
  service: Service,
  q: string,
  limit: number
): Promise<{ items: string[] }> {
  return service.get('api/entries/complete', { q, limit });
}

export const fetchSearches = (service: Service): Promise<{ items: SavedSearch[] }> =>
  service.get('api/searches');

type Kept = Pick<SavedSearch, 'title' | 'query' | 'shared'>;

/** Return what a saved search asks for, as the panel does. */
export function searchOf({ query }: SavedSearch): Search {
  return Object.fromEntries(Object.entries(query).map(([key, value]) => [key, String(value)]));
}

export const keepSearch = (service: Service, search: Kept): Promise<SavedSearch> =>
  service.post('api/searches', search);

export const changeSearch = (service: Service, name: string, search: Kept): Promise<void> =>
  service.put(`api/searches/${encodeURIComponent(name)}`, search);

export const forgetSearch = (service: Service, name: string): Promise<void> =>
  service.delete(`api/searches/${encodeURIComponent(name)}`);
