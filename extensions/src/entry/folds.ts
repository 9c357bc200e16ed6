/** Folding a lineage graph: many of a kind that are linked in the same way, and to nothing else, stand as one. */
import { trans } from '../words';
import { count } from '../parts/quantity';
import type { GraphEdge, GraphNode, Lineage } from './history';

const MOST = 6;

/** Return what stands for so many nodes of a kind. */
function crowd(kind: GraphNode['kind'], number: number): string {
  switch (kind) {
    case 'entry':
      return count(number, '%1 data set', '%1 data sets');
    case 'template':
      return count(number, '%1 template', '%1 templates');
    case 'job':
      return count(number, '%1 job', '%1 jobs');
    case 'notebook':
      return count(number, '%1 notebook', '%1 notebooks');
    case 'program':
      return trans.__('%1 people with programs', number);
  }
}

/** Return the graph with its crowds folded, but for those that are open; a fold's id begins with `fold:`. */
export function folded(lineage: Lineage, open: ReadonlySet<string>): Lineage {
  const crowds = [...crowdsOf(lineage)].filter(([id, ids]) => ids.length > MOST && !open.has(id));
  const into = new Map(crowds.flatMap(([id, ids]) => ids.map(one => [one, id] as const)));
  const kinds = new Map(lineage.nodes.map(({ id, kind }) => [id, kind]));
  const folds = crowds.map(([id, ids]): GraphNode => {
    const kind = kinds.get(ids[0])!;
    return { id, kind, label: crowd(kind, ids.length) };
  });
  const nodes = [...lineage.nodes.filter(({ id }) => !into.has(id)), ...folds];
  return { ...lineage, nodes, edges: together(lineage.edges, into) };
}

/** Return the ids of nodes with one link only, by the other end, the role and the kind. */
function crowdsOf({ root, nodes, edges }: Lineage): Map<string, string[]> {
  const crowds = new Map<string, string[]>();
  for (const { id, kind } of nodes) {
    const links = edges.filter(({ from, to }) => from === id || to === id);
    if (links.length === 1 && id !== root) {
      const { from, to, role } = links[0];
      const key = from === id ? `fold:${kind} ${role} ${to}` : `fold:${from} ${role} ${kind}`;
      crowds.set(key, [...(crowds.get(key) ?? []), id]);
    }
  }
  return crowds;
}

/** Return edges with the ends that were folded, one for each pair: how often in all, and when last. */
function together(edges: GraphEdge[], into: Map<string, string>): GraphEdge[] {
  const found = new Map<string, GraphEdge>();
  for (const edge of edges) {
    const [from, to] = [into.get(edge.from) ?? edge.from, into.get(edge.to) ?? edge.to];
    const key = `${from} ${edge.role} ${to}`;
    const other = found.get(key);
    const last = [other?.last_at, edge.last_at].filter(at => !!at).sort();
    found.set(key, {
      ...edge,
      from,
      to,
      count: (other?.count ?? 0) + edge.count,
      last_at: last.pop() ?? null
    });
  }
  return [...found.values()];
}
