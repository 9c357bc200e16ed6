/** Where the nodes of a lineage graph stand: in layers from what feeds an entry to what comes of it. */
import type { GraphEdge, GraphNode, Lineage } from './history';

const NATURAL = { numeric: true }; // 2 before 10

export const NODE = { width: 184, height: 42 };
const GAP = { across: 72, down: 14 };
const MARGIN = 8;
const SWEEPS = 6;

export interface Placed {
  node: GraphNode;
  /** Counted from the entry: negative for what feeds it. */
  layer: number;
  /** Its upper left corner. */
  x: number;
  y: number;
}

export interface Drawing {
  width: number;
  height: number;
  /** By layer, and within it from top to bottom. */
  nodes: Placed[];
}

/** Lay a graph out; the same graph is always laid out in the same way. */
export function drawn(graph: Lineage): Drawing {
  const layers = ordered(graph, layersOf(graph));
  const numbers = [...layers.keys()].sort((a, b) => a - b);
  const tallest = Math.max(...numbers.map(number => layers.get(number)!.length));
  const height = tallest * (NODE.height + GAP.down) - GAP.down + 2 * MARGIN;
  const byId = new Map(graph.nodes.map(node => [node.id, node]));
  const nodes = numbers.flatMap((layer, column) =>
    layers.get(layer)!.map((id, row) => ({
      node: byId.get(id)!,
      layer,
      x: MARGIN + column * (NODE.width + GAP.across),
      y: top(height, layers.get(layer)!.length) + row * (NODE.height + GAP.down)
    }))
  );
  const width = numbers.length * (NODE.width + GAP.across) - GAP.across + 2 * MARGIN;
  return { width, height, nodes };
}

/** Where a layer of so many nodes begins, so that it stands in the middle. */
function top(height: number, count: number): number {
  return (height - (count * (NODE.height + GAP.down) - GAP.down)) / 2;
}

/** Return each node's layer: as many links from the entry as lie between at most; what is beside comes before its end. */
export function layersOf({ root, nodes, edges }: Lineage): Map<string, number> {
  const layers = new Map([[root, 0]]);
  spread(layers, root, edges, 1);
  spread(layers, root, edges, -1);
  for (const { id } of nodes.filter(node => !layers.has(node.id))) {
    const ends = edges.filter(edge => edge.from === id).map(edge => layers.get(edge.to) ?? 1);
    layers.set(id, Math.min(...ends, 1) - 1);
  }
  return layers;
}

/** Follow edges from the entry, one way; those that close a circle, or lead to the other side, count for nothing. */
function spread(layers: Map<string, number>, root: string, edges: GraphEdge[], step: 1 | -1): void {
  const taken = new Set(layers.keys());
  const next = (id: string) =>
    edges
      .filter(edge => id === (step === 1 ? edge.from : edge.to))
      .map(edge => (step === 1 ? edge.to : edge.from))
      .filter(other => !taken.has(other));
  for (const id of inOrder(root, next)) {
    next(id)
      .filter(other => Math.abs(layers.get(other) ?? 0) <= Math.abs(layers.get(id)!))
      .forEach(other => layers.set(other, layers.get(id)! + step));
    taken.add(id);
  }
}

/** Return what can be reached, each before all that it leads to unless it closes a circle. */
function inOrder(root: string, next: (id: string) => string[]): string[] {
  const seen = new Set<string>();
  const found: string[] = [];
  const visit = (id: string) => {
    if (!seen.has(id)) {
      seen.add(id);
      next(id).forEach(visit);
      found.unshift(id);
    }
  };
  visit(root);
  return found;
}

/** Return the ids of each layer in an order with few crossings: each near the middle of its neighbours. */
function ordered(graph: Lineage, of: Map<string, number>): Map<number, string[]> {
  const layers = new Map<number, string[]>();
  for (const { id } of [...graph.nodes].sort(byKind)) {
    const layer = of.get(id)!;
    layers.set(layer, [...(layers.get(layer) ?? []), id]);
  }
  const numbers = [...layers.keys()].sort((a, b) => a - b);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const way = sweep % 2 ? [...numbers].reverse() : numbers;
    way.forEach(number => layers.set(number, settled(layers, number, graph.edges)));
  }
  return layers;
}

function byKind(one: GraphNode, other: GraphNode): number {
  return (
    one.kind.localeCompare(other.kind) || one.label.localeCompare(other.label, undefined, NATURAL)
  );
}

/** Return one layer sorted by where its neighbours in other layers stand; what has none keeps its place. */
function settled(layers: Map<number, string[]>, number: number, edges: GraphEdge[]): string[] {
  const places = new Map<string, number>();
  for (const [layer, ids] of layers) {
    ids.forEach((id, row) => layer !== number && places.set(id, (row + 0.5) / ids.length));
  }
  const own = layers.get(number)!;
  const middle = new Map(
    own.map((id, row) => {
      const near = edges
        .flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : []))
        .map(other => places.get(other))
        .filter(place => place !== undefined);
      const mean = near.reduce((sum, place) => sum + place, 0) / near.length;
      return [id, near.length ? mean : (row + 0.5) / own.length];
    })
  );
  return [...own].sort((a, b) => middle.get(a)! - middle.get(b)!);
}

/** Return the path of a curve from one node to another; to one in the same layer or before, around them. */
export function curve(from: Placed, to: Placed): string {
  const [x1, y1] = [from.x + NODE.width, from.y + NODE.height / 2];
  const [x2, y2] = [to.x, to.y + NODE.height / 2];
  const bend = Math.max(GAP.across / 2, Math.abs(x2 - x1) / 2);
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2 - 5} ${y2}`;
}

/** Return the node that an arrow key leads to: up and down in a layer, or to the nearest of the next one. */
export function towards(key: string, from: Placed, nodes: Placed[]): Placed | undefined {
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    const own = nodes.filter(({ layer }) => layer === from.layer);
    return own[own.indexOf(from) + (key === 'ArrowDown' ? 1 : -1)];
  }
  const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
  const next = nodes.filter(({ layer }) => layer === from.layer + (step ?? NaN));
  const distance = (node: Placed) => Math.abs(node.y - from.y);
  return next.sort((a, b) => distance(a) - distance(b))[0];
}
