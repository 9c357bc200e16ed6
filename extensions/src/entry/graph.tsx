/** The lineage graph as a picture: nodes that can be reached and opened by keyboard, and the links between them. */
import React, { useEffect, useRef, useState } from 'react';

import { trans } from '../words';
import type { GraphEdge, GraphNode, Lineage } from './history';
import { curve, drawn, NODE, towards, type Placed } from './layers';
import { kindOf, linkInWords } from './links';

const LONGEST = 26; // characters that find room in a node
const END = 10; // of them, those that the end of a title takes

export interface GraphProps {
  lineage: Lineage;
  /** What opening a node does; nothing for those that lead nowhere. */
  opener: (node: GraphNode) => (() => void) | undefined;
}

export function Graph({ lineage, opener }: GraphProps): JSX.Element {
  const drawing = drawn(lineage);
  const [here, setHere] = useState(lineage.root);
  const [isLit, setLit] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  useRootInView(frame, lineage.root, drawing.height);
  const places = new Map(drawing.nodes.map(placed => [placed.node.id, placed]));
  const names = new Map(lineage.nodes.map(node => [node.id, node]));
  const move = (event: React.KeyboardEvent) => {
    const from = places.get(here);
    const next = from && towards(event.key, from, drawing.nodes);
    if (next) {
      event.preventDefault();
      focusOn(frame.current!, next.node.id);
    }
  };
  const light = (id: string) => {
    setHere(id);
    setLit(true);
  };
  return (
    <div className="lyc-Graph" ref={frame} onKeyDown={move} onMouseLeave={() => setLit(false)}>
      <svg
        width={drawing.width}
        height={drawing.height}
        viewBox={`0 0 ${drawing.width} ${drawing.height}`}
        role="group"
        aria-label={trans.__(
          'Lineage as a graph; the arrow keys move in it, and the list below says the same'
        )}
      >
        <Arrowhead />
        {lineage.edges.map(edge => (
          <Edge
            key={`${edge.from} ${edge.role} ${edge.to}`}
            edge={edge}
            ends={[places.get(edge.from)!, places.get(edge.to)!]}
            words={linkInWords(edge, names)}
            isLit={isLit && (edge.from === here || edge.to === here)}
          />
        ))}
        {drawing.nodes.map(placed => (
          <Node
            key={placed.node.id}
            placed={placed}
            isRoot={placed.node.id === lineage.root}
            isStop={placed.node.id === (places.has(here) ? here : lineage.root)}
            open={opener(placed.node)}
            onHere={() => light(placed.node.id)}
          />
        ))}
      </svg>
    </div>
  );
}

/** Scroll the frame, once for each graph, so that the entry is in the middle. */
function useRootInView(frame: React.RefObject<HTMLDivElement>, root: string, height: number): void {
  useEffect(() => {
    const box = frame.current;
    const node = box && nodeIn(box, root);
    if (box && node) {
      const [outer, inner] = [box.getBoundingClientRect(), node.getBoundingClientRect()];
      box.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
      box.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
    }
  }, [root, height]);
}

function nodeIn(frame: HTMLElement, id: string): SVGElement | undefined {
  const nodes = Array.from(frame.querySelectorAll<SVGElement>('[data-node]'));
  return nodes.find(node => node.dataset['node'] === id);
}

function focusOn(frame: HTMLElement, id: string): void {
  const node = nodeIn(frame, id);
  node?.focus({ preventScroll: true });
  node?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

function Arrowhead(): JSX.Element {
  const head = (id: string, className: string) => (
    <marker
      id={id}
      viewBox="0 0 8 8"
      refX="4"
      refY="4"
      markerWidth="7"
      markerHeight="7"
      orient="auto"
    >
      <path className={className} d="M0 0.5L8 4L0 7.5z" />
    </marker>
  );
  return (
    <defs>
      {head('lyc-arrow', 'lyc-Graph-arrow')}
      {head('lyc-arrow-lit', 'lyc-Graph-arrow lyc-mod-lit')}
    </defs>
  );
}

interface EdgeProps {
  edge: GraphEdge;
  ends: [Placed, Placed];
  words: string;
  isLit: boolean;
}

function Edge({ edge, ends, words, isLit }: EdgeProps): JSX.Element {
  const lit = isLit ? 'lyc-mod-lit' : '';
  return (
    <g className={`lyc-Graph-edge lyc-mod-${edge.role} ${lit}`} aria-hidden="true">
      <title>{words}</title>
      <path d={curve(...ends)} markerEnd={isLit ? 'url(#lyc-arrow-lit)' : 'url(#lyc-arrow)'} />
    </g>
  );
}

interface NodeProps {
  placed: Placed;
  isRoot: boolean;
  /** Whether the tab key stops here; the arrow keys lead on. */
  isStop: boolean;
  open?: () => void;
  onHere: () => void;
}

function Node({ placed: { node, x, y }, isRoot, isStop, open, onHere }: NodeProps): JSX.Element {
  const press = (event: React.KeyboardEvent) => {
    if (open && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      open();
    }
  };
  const mark = [`lyc-mod-${node.kind}`, isRoot && 'lyc-mod-root', open && 'lyc-mod-open'];
  return (
    <g
      className={['lyc-Graph-node', ...mark].filter(Boolean).join(' ')}
      data-node={node.id}
      transform={`translate(${x} ${y})`}
      role={open ? 'button' : 'img'}
      aria-label={`${node.label}, ${kindOf(node)}`}
      tabIndex={isStop ? 0 : -1}
      onClick={open}
      onKeyDown={press}
      onFocus={onHere}
      onMouseEnter={onHere}
    >
      <title>{`${node.label}\n${kindOf(node)}`}</title>
      <rect width={NODE.width} height={NODE.height} rx={node.kind === 'job' ? 21 : 3} />
      <text x={node.kind === 'job' ? 18 : 12} y="17" className="lyc-Graph-label">
        {short(node.label, node.kind === 'notebook')}
      </text>
      <text x={node.kind === 'job' ? 18 : 12} y="33" className="lyc-Graph-kind">
        {short(kindOf(node))}
      </text>
    </g>
  );
}

/** Return a text that fits: of a path the end says most; titles are told apart by both ends. */
function short(text: string, isPath = false): string {
  if (text.length <= LONGEST) {
    return text;
  }
  return `${text.slice(0, isPath ? 0 : LONGEST - END - 1)}…${text.slice(isPath ? 1 - LONGEST : -END)}`;
}
