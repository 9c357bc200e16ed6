/** The links of a lineage graph in words. */
import { count } from '../parts/quantity';
import { relative } from '../parts/time';
import { trans } from '../words';
import { term } from '../parts/terms';
import type { GraphEdge, GraphNode, Lineage } from './history';
import { layersOf } from './layers';

/** Return what a node is and whose: “job of ada”. */
export function kindOf({ id, kind, owner, state }: GraphNode): string {
  if (id.startsWith('fold:')) {
    return trans.__('open to see each');
  }
  const stands = state && state !== 'published' ? `, ${term(state)}` : '';
  return kindWord(kind, owner) + stands;
}

function kindWord(kind: GraphNode['kind'], owner: GraphNode['owner']): string {
  switch (kind) {
    case 'entry':
      return trans.__('data set');
    case 'template':
      return trans.__('template');
    case 'job':
      return owner ? trans.__('job of %1', owner) : trans.__('job');
    case 'notebook':
      return owner ? trans.__('notebook of %1', owner) : trans.__('notebook');
    case 'program':
      return trans.__('Intake elsewhere');
  }
}

/** Return the name of a node in a sentence. */
export function nameOf(node: GraphNode | undefined): string {
  return node ? `${node.label} (${kindOf(node)})` : '';
}

/** Return a link as a sentence. */
export function linkInWords(edge: GraphEdge, nodes: Map<string, GraphNode>): string {
  const [from, to] = [nameOf(nodes.get(edge.from)), nameOf(nodes.get(edge.to))];
  const often = timesOf(edge);
  switch (edge.role) {
    case 'written':
      return trans.__('%1 is written by %2', to, from) + often;
    case 'derived':
      return trans.__('%1 was made from %2', to, from);
    case 'made_from':
      return trans.__('%1 executes %2', to, from) + (edge.count ? often : '');
    case 'starts':
      return trans.__('%1 starts when %2 has a new version', to, from);
    default:
      return trans.__('%1 reads %2', to, from) + often;
  }
}

function timesOf({ count: number, last_at: last }: GraphEdge): string {
  const times = count(number, '%1 time', '%1 times');
  if (last) {
    return ` (${trans.__('%1, last %2', times, relative(last))})`;
  }
  return number > 1 ? ` (${times})` : '';
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
