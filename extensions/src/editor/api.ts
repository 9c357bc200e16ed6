/** What the editor asks: records to start from, what is wrong with them, and keeping them as proposals. */
import { fetchEntry, pathOf } from '../entry/api';
import { asProblem, type Json, type Page, type Service } from '../request';
import { fetchProposals, type Proposal } from '../review/api';
import type { Draft } from './record';

/** What is wrong at one place of a record, and what helps. */
export interface Finding {
  field: string;
  message: string;
  remedy?: string;
}

/** A record as text was read, and the lines where its fields stand. */
export interface Read {
  record: Draft;
  lines: Record<string, number>;
}

/** A proposal that is new. */
export interface Proposed {
  record: Draft;
  base_version?: number;
  summary: string;
}

export const validate = (service: Service, record: Draft): Promise<{ problems: Finding[] }> =>
  service.post('api/entries/validate', { record });

export const create = (service: Service, proposed: Proposed): Promise<Proposal> =>
  service.post('api/proposals', proposed);

/** Keep a proposal as it is now; refused when its revision is another by now. */
export const save = (
  service: Service,
  id: string,
  kept: { record: Draft; summary: string; revision: number; base_version?: number | null }
): Promise<Proposal> => service.put(`api/proposals/${id}`, kept);

export const writeText = (service: Service, record: Draft): Promise<{ text: string }> =>
  service.post('records/write', record);

export const readText = (service: Service, text: string): Promise<Read> =>
  service.post('records/read', { text });

interface Schema {
  properties: Record<string, Json>;
  $defs?: Record<string, { properties?: Record<string, Json> }>;
}

/** Return the record of a published entry, and its version. */
export async function fetchRecord(
  service: Service,
  name: string
): Promise<{ record: Draft; version: number }> {
  const entry = await fetchEntry(service, name);
  const [{ properties, $defs }, notebook] = await Promise.all([
    service.get<Schema>('api/entries/schema', { kind: entry.kind }),
    entry.kind === 'template' ? fetchNotebook(service, name) : {}
  ]);
  const record = picked({ ...(entry as unknown as Draft), ...notebook }, properties);
  const resource = $defs?.Resource?.properties;
  const resources = record.resources as Draft[] | undefined;
  const bare = resource && resources?.map(one => picked(one, resource));
  return { record: bare ? { ...record, resources: bare } : record, version: entry.version };
}

async function fetchNotebook(service: Service, name: string): Promise<Draft> {
  const { notebook } = await service.get<{ notebook: Json }>(
    `api/templates/${encodeURIComponent(name)}`
  );
  return { notebook };
}

function picked(from: Draft, fields: Record<string, Json>): Draft {
  const said = Object.entries(from).filter(([name, value]) => name in fields && value !== null);
  return Object.fromEntries(said);
}

/** Return the person's own proposal for an entry that is not decided yet. */
export async function fetchOpen(service: Service, entry: string): Promise<Proposal | undefined> {
  const { items } = await fetchProposals(service, { entry, mine: 1, limit: 20 });
  return items.find(({ state }) => state === 'draft' || state === 'in_review');
}

/** Whether an entry is published that the person may change. */
export async function isMine(service: Service, name: string, kind: string): Promise<boolean> {
  try {
    const entry = await service.get<{ kind: string; may?: { manage: boolean } }>(pathOf(name));
    return entry.kind === kind && !!entry.may?.manage;
  } catch (error) {
    if (asProblem(error).details.status === 404) {
      return false;
    }
    throw error;
  }
}

/** Words that other entries use for a field, the frequent ones first. */
export async function fetchUsed(service: Service, facet: string): Promise<string[]> {
  const query = { facets: 'true', limit: 1 };
  const { facets } = await service.get<
    Page<Json> & { facets?: Record<string, { value: string }[]> }
  >('api/entries', query);
  return (facets?.[facet] ?? []).map(({ value }) => value);
}
