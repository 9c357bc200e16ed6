/** An entry's versions, use and lineage as the service tells them. */
import type { Service } from '../request';
import type { Changes } from '../review/api';
import { pathOf } from './api';

export interface Version {
  version: number;
  content_hash: string;
  author: string;
  approved_by: string | null;
  published_at: string;
  /** What its author said of the change. */
  summary: string | null;
  profiled: boolean;
}

export interface Use {
  loads: number;
  people: number;
  /** Days without loads are left out. */
  by_day: { day: string; loads: number }[];
  /** Only for those who manage the entry. */
  by_person: { person: string; loads: number; last_at: string }[] | null;
}

export type NodeKind = 'entry' | 'template' | 'job' | 'notebook' | 'program';

export interface GraphNode {
  id: string;
  kind: NodeKind;
  label: string;
  owner?: string | null;
  /** The name of the entry that it is. */
  entry?: string;
  state?: string;
  /** A job's newest run, and its schedule. */
  run?: string | null;
  schedule?: string | null;
}

export type Role = 'read' | 'written' | 'derived' | 'made_from' | 'starts';

export interface GraphEdge {
  from: string;
  to: string;
  role: Role;
  count: number;
  last_at: string | null;
}

export interface Lineage {
  root: string;
  nodes: GraphNode[];
  edges: GraphEdge[];
  /** Links that found no room. */
  left_out: number;
}

export async function fetchVersions(service: Service, name: string): Promise<Version[]> {
  return (await service.get<{ items: Version[] }>(pathOf(name, 'versions'))).items;
}

export function fetchChanges(
  service: Service,
  name: string,
  version: number,
  since: number
): Promise<Changes> {
  return service.get(pathOf(name, 'versions', version, 'difference'), { since });
}

export function fetchUse(service: Service, name: string, days: number): Promise<Use> {
  return service.get(pathOf(name, 'use'), { days });
}

export function fetchLineage(service: Service, name: string, depth: number): Promise<Lineage> {
  return service.get(pathOf(name, 'lineage'), { depth });
}
