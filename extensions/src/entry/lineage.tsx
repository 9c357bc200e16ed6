/** The tab *Lineage*: what feeds an entry, and what would break if it changed. */
import React, { useState } from 'react';
import { PageConfig } from '@jupyterlab/coreutils';

import { commandIds } from '../commands';
import { catalogIcon } from '../icons';
import { Answered, useAnswer } from '../parts/answer';
import { count } from '../parts/quantity';
import { Empty } from '../parts/states';
import { trans } from '../words';
import { rich } from '../parts/rich';
import { folded } from './folds';
import { Graph } from './graph';
import { fetchLineage, type GraphEdge, type GraphNode, type Lineage } from './history';
import { linkInWords, sides } from './links';
import type { TabProps } from './tabs';

const DEPTHS = [1, 2, 3, 4];

export function LineageTab({ entry, service, commands }: TabProps): JSX.Element {
  const [depth, setDepth] = useState(2);
  const answer = useAnswer(() => fetchLineage(service, entry.name, depth), [entry.name, depth]);
  return (
    <Answered answer={answer} what={trans.__('the lineage')} height={320}>
      {lineage =>
        lineage.edges.length ? (
          <>
            <Depth depth={depth} onChange={setDepth} />
            <Unfolding lineage={lineage} commands={commands} />
            <LeftOut number={lineage.left_out} />
            <Lists lineage={lineage} />
          </>
        ) : (
          <Nothing />
        )
      }
    </Answered>
  );
}

/** The graph, its crowds as one node each until they are opened. */
function Unfolding({ lineage, commands }: Pick<TabProps, 'commands'> & { lineage: Lineage }) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const unfold = (id: string) => () => setOpen(new Set([...open, id]));
  return (
    <Graph
      lineage={folded(lineage, open)}
      opener={node =>
        node.id.startsWith('fold:') ? unfold(node.id) : opener(node, lineage, commands)
      }
    />
  );
}

function Nothing(): JSX.Element {
  return (
    <Empty icon={catalogIcon} title={trans.__('Nothing is known to depend on it')}>
      <p>
        {rich(
          'Here stands what reads and writes it: notebooks and runs that call %1 or %2, and the entries that it was made from.',
          <code>open_entry</code>,
          <code>wrote</code>
        )}
      </p>
    </Empty>
  );
}

interface DepthProps {
  depth: number;
  onChange: (depth: number) => void;
}

function Depth({ depth, onChange }: DepthProps): JSX.Element {
  return (
    <label className="lyc-Inline">
      {trans.__('Links to follow each way')}
      <select
        className="jp-mod-styled lyc-Select"
        value={depth}
        onChange={event => onChange(Number(event.target.value))}
      >
        {DEPTHS.map(number => (
          <option key={number}>{number}</option>
        ))}
      </select>
    </label>
  );
}

function LeftOut({ number }: { number: number }): JSX.Element | null {
  return number ? (
    <p className="lyc-Note" role="status">
      {rich(
        '%1 found no room: the newest are shown.',
        count(number, '%1 more link', '%1 more links')
      )}
    </p>
  ) : null;
}

/** The graph in words. */
function Lists({ lineage }: { lineage: Lineage }): JSX.Element {
  const { before, after } = sides(lineage);
  const nodes = new Map(lineage.nodes.map(node => [node.id, node]));
  return (
    <div className="lyc-Sides">
      <Links
        title={trans.__('What feeds it')}
        edges={before}
        nodes={nodes}
        none={trans.__('Nothing that is known.')}
      />
      <Links
        title={trans.__('What would notice a change')}
        edges={after}
        nodes={nodes}
        none={trans.__('Nothing that is known.')}
      />
    </div>
  );
}

interface LinksProps {
  title: string;
  edges: GraphEdge[];
  nodes: Map<string, GraphNode>;
  none: string;
}

function Links({ title, edges, nodes, none }: LinksProps): JSX.Element {
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {edges.length ? (
        <ul className="lyc-Graph-list">
          {edges.map(edge => (
            <li key={`${edge.from} ${edge.role} ${edge.to}`}>{linkInWords(edge, nodes)}</li>
          ))}
        </ul>
      ) : (
        <p className="lyc-Quiet">{none}</p>
      )}
    </section>
  );
}

/** Return what opens a node: entries, jobs by their newest run or schedule, and one's own notebooks. */
function opener(
  node: GraphNode,
  { root }: Lineage,
  commands: TabProps['commands']
): (() => void) | undefined {
  const run = (id: string, args: Record<string, string>) => () => void commands.execute(id, args);
  if (node.id === root) {
    return undefined;
  }
  if (node.entry) {
    return run(commandIds.openEntry, { name: node.entry, tab: 'lineage' });
  }
  if (node.run) {
    return run(commandIds.openRun, { id: node.run });
  }
  if (node.schedule) {
    return run(commandIds.openRuns, {});
  }
  const isMine = node.kind === 'notebook' && node.owner === PageConfig.getOption('hubUser');
  return isMine ? run('docmanager:open', { path: node.label }) : undefined;
}
