/** The links of a lineage graph in words. */
import { count } from '../parts/quantity';
import { relative } from '../parts/time';
import { trans } from '../words';
import type { GraphEdge, GraphNode, Lineage } from './history';
import { layersOf } from './layers';

const kindWords = () => ({
  entry: trans.__('data set'),
  template: 'template',
  job: 'job',
  notebook: 'notebook',
  program: trans.__('Intake elsewhere')
});

/** Return what a node is and whose: “job of ada”. */
export function kindOf({ id, kind, owner, state }: GraphNode): string {
  if (id.startsWith('fold:')) {
    return trans.__('open to see each');
  }
  const whose = (kind === 'job' || kind === 'notebook') && owner ? ` of ${owner}` : '';
  const stands = state && state !== 'published' ? `, ${state}` : '';
  return `${kindWords()[kind]}${whose}${stands}`;
}

/** Return the name of a node in a sentence. */
export function nameOf(node: GraphNode | undefined): string {
  return node ? `${node.label} (${kindOf(node)})` : '';
}

/** Return a link as a sentence. */
export function linkInWords(edge: GraphEdge, nodes: Map<string, GraphNode>): string {
  const [from, to] = [nameOf(nodes.get(edge.from)), nameOf(nodes.get(edge.to))];
  const last = edge.last_at ? `, last ${relative(edge.last_at)}` : '';
  const times =
    edge.count > 1 || last ? ` (${count(edge.count, '%1 time', '%1 times')}${last})` : '';
  switch (edge.role) {
    case 'written':
      return trans.__('%1 is written by %2%3', to, from, times);
    case 'derived':
      return trans.__('%1 was made from %2', to, from);
    case 'made_from':
      return `${to} executes ${from}${edge.count ? times : ''}`;
    case 'starts':
      return trans.__('%1 starts when %2 has a new version', to, from);
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
