/** Profiles, drift and previews as the service and the person's own server tell them. */
import type { Run } from '../runs/api';
import type { Service } from '../request';
import { pathOf } from './api';

export type ValueType = 'integer' | 'number' | 'string' | 'boolean' | 'date' | 'datetime' | 'other';

export interface Histogram {
  low: number;
  high: number;
  counts: number[];
  below: number;
  above: number;
}

/** How numbers are distributed; dates are days, points in time seconds, since 1970. */
export interface Spread {
  quantiles: { share: number; value: number }[];
  histogram?: Histogram;
  /** The most by which a share is off; 0 where every value was counted. */
  error: number;
}

/** People who have a value in common; shares are from 0 to 1. */
export interface Group {
  value: string;
  rows: number;
  share: number;
  favourable?: number;
  reference?: number;
}

export interface Groups {
  items: Group[];
  hidden: number;
  /** The lowest favourable share divided by the highest. */
  ratio?: number;
  source: string;
}

export interface ColumnProfile {
  name: string;
  type: ValueType;
  personal: boolean;
  sensitive: boolean;
  missing: number;
  distinct?: number;
  distinct_error: number;
  spread?: Spread;
  top?: { value: string; rows: number }[];
  top_error: number;
  groups?: Groups;
}

export interface Profile {
  version: number;
  resource: string;
  rows: number;
  outcome?: { column: string; favourable: string };
  columns: ColumnProfile[];
}

export interface Profiled {
  profile: Profile;
  run: string | null;
  author: string;
  at: string;
}

/** How a column differs from an earlier version's; what could not be measured is null. */
export interface Drift {
  name: string;
  psi: number | null;
  ks: number | null;
  chi_square: number | null;
  p: number | null;
  marked: boolean;
  why: string[];
}

export interface Preview {
  columns: { name: string; type: ValueType; masked: boolean }[];
  rows: (string | null)[][];
  total: number | null;
  columns_left_out: number;
}

export function fetchProfile(service: Service, name: string, version: number): Promise<Profiled> {
  return service.get(pathOf(name, 'versions', version, 'profile'));
}

export async function fetchDrift(
  service: Service,
  name: string,
  from: number,
  to: number
): Promise<Map<string, Drift>> {
  const { items } = await service.get<{ items: Drift[] }>(pathOf(name, 'drift'), { from, to });
  return new Map(items.map(drift => [drift.name, drift]));
}

/** Start a run that makes the profile of a version; it is the person's own. */
export function makeProfile(service: Service, name: string, version: number): Promise<Run> {
  return service.post(pathOf(name, 'profile'), { version });
}

/** Return the first rows, read by the person's own server. */
export function fetchPreview(
  service: Service,
  name: string,
  version: number,
  resource: string
): Promise<Preview> {
  return service.get(`entries/${encodeURIComponent(name)}/preview`, { version, resource });
}
