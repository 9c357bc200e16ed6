/** The links of a lineage graph in words. */
import { count } from '../parts/quantity';
import { relative } from '../parts/time';
import type { GraphEdge, GraphNode, Lineage } from './history';
import { layersOf } from './layers';

const KINDS = {
  entry: 'data set',
  template: 'template',
  job: 'job',
  notebook: 'notebook',
  program: 'Intake elsewhere'
};

/** Return what a node is and whose: “job of ada”. */
export function kindOf({ id, kind, owner, state }: GraphNode): string {
  if (id.startsWith('fold:')) {
    return 'open to see each';
  }
  const whose = (kind === 'job' || kind === 'notebook') && owner ? ` of ${owner}` : '';
  const stands = state && state !== 'published' ? `, ${state}` : '';
  return `${KINDS[kind]}${whose}${stands}`;
}

/** Return the name of a node in a sentence. */
export function nameOf(node: GraphNode | undefined): string {
  return node ? `${node.label} (${kindOf(node)})` : '';
}

/** Return a link as a sentence. */
export function linkInWords(edge: GraphEdge, nodes: Map<string, GraphNode>): string {
  const [from, to] = [nameOf(nodes.get(edge.from)), nameOf(nodes.get(edge.to))];
  const last = edge.last_at ? `, last ${relative(edge.last_at)}` : '';
  const times = edge.count > 1 || last ? ` (${count(edge.count, 'time')}${last})` : '';
  switch (edge.role) {
    case 'written':
      return `${to} is written by ${from}${times}`;
    case 'derived':
      return `${to} was made from ${from}`;
    case 'made_from':
      return `${to} executes ${from}${edge.count ? times : ''}`;
    case 'starts':
      return `${to} starts when ${from} has a new version`;
    default:
      return `${to} reads ${from}${times}`;
  }
}

/** Return the links in two lists, those nearest to the entry first: what feeds it, and what comes of it. */
export function sides(lineage: Lineage): { before: GraphEdge[]; after: GraphEdge[] } {
  const layers = layersOf(lineage);
  const at = (id: string) => layers.get(id) ?? 0;
  const near = (edge: GraphEdge) => Math.min(Math.abs(at(edge.from)), Math.abs(at(edge.to)));
  const sorted = [...lineage.edges].sort((a, b) => near(a) - near(b));
  const isBefore = (edge: GraphEdge) => at(edge.to) <= 0 && at(edge.from) < 0;
  return { before: sorted.filter(isBefore), after: sorted.filter(edge => !isBefore(edge)) };
}
