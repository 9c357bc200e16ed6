/** Catalog entries as the service tells them. */
import type { Page, Service } from '../request';

export interface EntrySummary {
  name: string;
  kind: string;
  title: string;
  summary: string;
  owner: string;
  steward: string;
  domain: string | null;
  tags: string[];
  licence: string | null;
  classification: 'public' | 'internal' | 'confidential' | 'personal';
  formats: string[];
  rows: number | null;
  /** In bytes. */
  size: number | null;
  version: number | string;
  state: string;
  published_at: string;
}

export interface Column {
  name: string;
  type: string;
  unit?: string | null;
  description?: string | null;
  personal?: boolean;
  sensitive?: boolean;
}

export interface Resource {
  name: string;
  reader: string;
  url: string;
  rows: number | null;
  size: number | null;
}

export interface Entry extends EntrySummary {
  /** Markdown, written by people. */
  description: string;
  contact: string | null;
  source: string | null;
  links: { title: string; url: string }[];
  columns: Column[];
  resources: Resource[];
  /** Python source that loads the entry. */
  snippet: string;
  published_by: string | null;
}

export const ENTRIES_A_PAGE = 50;

export function fetchEntries(
  service: Service,
  q: string,
  limit: number
): Promise<Page<EntrySummary>> {
  return service.get('api/entries', { q, limit, kind: 'dataset' });
}

export function fetchEntry(service: Service, name: string): Promise<Entry> {
  return service.get(`api/entries/${encodeURIComponent(name)}`);
}
