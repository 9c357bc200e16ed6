/** One line of the list of runs. */
import React from 'react';

import { ROW } from '../parts/keys';
import { count, measured } from '../parts/quantity';
import { duration, When } from '../parts/time';
import { trans } from '../words';
import { isActive, type Me, type Run } from './api';
import { counted, titleOf, type Item } from './listing';
import { Progress } from './progress';
import { State, word } from './state';

const FIGURES = 2;

export interface ItemRowProps {
  item: Item;
  me: Me | null;
  open: (id: string) => void;
  openGroup: (id: string) => void;
}

export function ItemRow({ item, me, open, openGroup }: ItemRowProps): JSX.Element {
  const run = item.runs ? item.runs[0] : item.run;
  const owner = run.owner === me?.name ? null : run.owner;
  return item.runs ? (
    <GroupRow runs={item.runs} owner={owner} onOpen={() => openGroup(item.group)} />
  ) : (
    <RunRow run={run} owner={owner} onOpen={() => open(run.id)} />
  );
}

interface RunRowProps {
  run: Run;
  /** Whose it is, if not mine. */
  owner: string | null;
  onOpen: () => void;
}

function RunRow({ run, owner, onOpen }: RunRowProps): JSX.Element {
  const figures = Object.entries(run.figures ?? {}).slice(0, FIGURES);
  return (
    <li className="lyc-Row" aria-label={run.name}>
      <button
        className={ROW}
        onClick={onOpen}
        title={run.reason ?? trans.__('Open the run “%1”', run.name)}
      >
        {run.name}
      </button>
      <p className="lyc-Facts">
        <State state={run.state} />
        <When instant={run.started_at ?? run.created_at} />
        {run.started_at && <span>{duration(run.started_at, run.finished_at)}</span>}
        {run.schedule && <span>{trans.__('scheduled')}</span>}
        {owner && <span title={trans.__('Owner')}>{owner}</span>}
      </p>
      {figures.length > 0 && (
        <p className="lyc-Facts lyc-Row-figures">
          {figures.map(([name, value]) => (
            <span key={name} title={`${name} = ${value}`}>
              {name} {measured(value)}
            </span>
          ))}
        </p>
      )}
      {isActive(run.state) && run.progress && <Progress progress={run.progress} />}
    </li>
  );
}

interface GroupRowProps {
  runs: Run[];
  owner: string | null;
  onOpen: () => void;
}

function GroupRow({ runs, owner, onOpen }: GroupRowProps): JSX.Element {
  const title = titleOf(runs[0]);
  return (
    <li className="lyc-Row" aria-label={title}>
      <button className={ROW} onClick={onOpen} title={trans.__('Open the group “%1”', title)}>
        {title}
      </button>
      <p className="lyc-Facts">
        <span>{count(runs.length, '%1 run', '%1 runs')}</span>
        {counted(runs).map(([state, number]) => (
          <span key={state} className="lyc-Inline">
            <State state={state} words={`${number} ${word(state)}`} />
          </span>
        ))}
        <When instant={runs[runs.length - 1].created_at} />
        {owner && <span title={trans.__('Owner')}>{owner}</span>}
      </p>
    </li>
  );
}
