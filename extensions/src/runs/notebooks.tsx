/** What differs between two notebooks: sources line by line, outputs side by side. */
import React, { useMemo } from 'react';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';

import { count } from '../parts/quantity';
import { Rendered } from '../parts/rendered';
import { trans } from '../words';
import { rich } from '../parts/rich';
import {
  cellPairs,
  type Cell,
  type CellPair,
  type Difference,
  type Kind,
  type LinePair
} from './difference';
import { kindWord, SIGNS } from './kinds';

const CONTEXT = 3;

export interface NotebooksProps {
  difference: Difference;
  rendermime: IRenderMimeRegistry;
  what: 'source' | 'output';
}

export function Notebooks({ difference, rendermime, what }: NotebooksProps): JSX.Element {
  const pairs = useMemo(() => cellPairs(difference), [difference]);
  const isDifferent = what === 'source' ? hasNewSource : (pair: CellPair) => pair.hasNewOutputs;
  if (!pairs.some(isDifferent)) {
    return (
      <p className="lyc-Quiet">
        {what === 'source'
          ? trans.__('Both notebooks are the same.')
          : trans.__('Both runs have the same outputs.')}
      </p>
    );
  }
  return (
    <div className="lyc-Notebooks">
      {runsOf(pairs, isDifferent).map(group =>
        isDifferent(group[0]) ? (
          group.map((pair, i) => (
            <section key={i} aria-label={titleOf(pair, what)} className={`lyc-mod-${pair.kind}`}>
              <h3>{titleOf(pair, what)}</h3>
              {what === 'source' ? (
                <Lines pairs={pair.lines} />
              ) : (
                <Outputs pair={pair} rendermime={rendermime} />
              )}
            </section>
          ))
        ) : (
          <Unchanged key={group[0].numbers.now} pairs={group} />
        )
      )}
    </div>
  );
}

function hasNewSource({ kind, lines }: CellPair): boolean {
  return kind === 'added' || kind === 'removed' || lines.some(({ isSame }) => !isSame);
}

/** Return the pairs in runs of neighbours that differ, and of those that do not. */
function runsOf<T>(pairs: T[], isDifferent: (pair: T) => boolean): T[][] {
  const runs: T[][] = [];
  for (const pair of pairs) {
    const last = runs[runs.length - 1];
    if (last && isDifferent(last[0]) === isDifferent(pair)) {
      last.push(pair);
    } else {
      runs.push([pair]);
    }
  }
  return runs;
}

function titleOf({ kind, numbers }: CellPair, what: 'source' | 'output'): string {
  const { before, now } = numbers;
  if (kind === 'added') {
    return trans.__('Cell %1 added', now);
  }
  if (kind === 'removed') {
    return trans.__('Cell %1 removed', before);
  }
  const place =
    before === now ? trans.__('Cell %1', now) : trans.__('Cell %1, before %2,', now, before);
  return what === 'source'
    ? trans.__('%1 changed', place)
    : trans.__('%1 has other outputs', place);
}

function Unchanged({ pairs }: { pairs: CellPair[] }): JSX.Element {
  return (
    <details className="lyc-Unchanged">
      <summary>{rich('%1 without changes', count(pairs.length, '%1 cell', '%1 cells'))}</summary>
      {pairs.map(({ now }, i) => (
        <pre key={i} className="lyc-Text" tabIndex={0}>
          {now?.source}
        </pre>
      ))}
    </details>
  );
}

function Lines({ pairs }: { pairs: LinePair[] }): JSX.Element {
  return (
    <table className="lyc-Lines">
      <colgroup>
        {['number', 'sign', 'text', 'number', 'sign', 'text'].map((column, i) => (
          <col key={i} className={`lyc-Lines-${column}`} />
        ))}
      </colgroup>
      <thead className="lyc-Hidden">
        <tr>
          <th colSpan={3}>{trans.__('Before')}</th>
          <th colSpan={3}>{trans.__('Now')}</th>
        </tr>
      </thead>
      <tbody>
        {runsOf(pairs, pair => !pair.isSame).map((group, i, all) => (
          <LineGroup key={i} pairs={group} isFirst={i === 0} isLast={i === all.length - 1} />
        ))}
      </tbody>
    </table>
  );
}

interface LineGroupProps {
  pairs: LinePair[];
  isFirst: boolean;
  isLast: boolean;
}

/** Lines that differ, or those around them; what is further away is only counted. */
function LineGroup({ pairs, isFirst, isLast }: LineGroupProps): JSX.Element {
  const head = isFirst ? 0 : CONTEXT;
  const tail = isLast ? 0 : CONTEXT;
  const away = pairs[0].isSame ? pairs.length - head - tail : 0;
  if (away < 2) {
    return <Rows pairs={pairs} />;
  }
  return (
    <>
      <Rows pairs={pairs.slice(0, head)} />
      <tr className="lyc-Lines-away">
        <td colSpan={6}>{rich('%1 without changes', count(away, '%1 line', '%1 lines'))}</td>
      </tr>
      <Rows pairs={tail ? pairs.slice(-tail) : []} />
    </>
  );
}

function Rows({ pairs }: { pairs: LinePair[] }): JSX.Element {
  return (
    <>
      {pairs.map((pair, i) => (
        <tr key={i}>
          <Side line={pair.before} kind={pair.isSame ? 'same' : 'removed'} />
          <Side line={pair.now} kind={pair.isSame ? 'same' : 'added'} />
        </tr>
      ))}
    </>
  );
}

interface SideProps {
  line: LinePair['now'];
  kind: Kind;
}

function Side({ line, kind }: SideProps): JSX.Element {
  const tone = `lyc-mod-${line ? kind : 'nothing'}`;
  return (
    <>
      <td className={`lyc-Lines-number ${tone}`}>{line?.number}</td>
      <td className={`lyc-Lines-sign ${tone}`}>
        {line && <span title={kindWord(kind)}>{SIGNS[kind]}</span>}
      </td>
      <td className={`lyc-Lines-text ${tone}`}>{line?.text}</td>
    </>
  );
}

interface OutputsProps {
  pair: CellPair;
  rendermime: IRenderMimeRegistry;
}

function Outputs({ pair, rendermime }: OutputsProps): JSX.Element {
  return (
    <div className="lyc-Sides">
      <OutputsOf cell={pair.before} label={trans.__('Before')} rendermime={rendermime} />
      <OutputsOf cell={pair.now} label={trans.__('Now')} rendermime={rendermime} />
    </div>
  );
}

interface OutputsOfProps {
  cell: Cell | undefined;
  label: string;
  rendermime: IRenderMimeRegistry;
}

function OutputsOf({ cell, label, rendermime }: OutputsOfProps): JSX.Element {
  return (
    <div role="group" aria-label={label}>
      <p className="lyc-Quiet">{label}</p>
      {cell?.outputs?.length ? (
        cell.outputs.map((output, i) => (
          <Rendered key={i} data={output.data} rendermime={rendermime} />
        ))
      ) : (
        <p className="lyc-Quiet">{trans.__('no outputs')}</p>
      )}
    </div>
  );
}
