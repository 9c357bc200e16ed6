/** A group's page: the runs of a sweep in a table that sorts. */
import React from 'react';

import { runsIcon } from '../icons';
import { LivePage } from '../parts/live';
import { count, measured } from '../parts/quantity';
import { Stale } from '../parts/states';
import { lasting, When } from '../parts/time';
import { trans } from '../words';
import { rich } from '../parts/rich';
import type { Group, Run, RunState } from './api';
import { secondsOf, type GroupModel } from './groups';
import { State, word } from './state';

/** What can be done with a group. */
export interface GroupActions {
  open: (id: string) => void;
  cancelAll: (model: GroupModel) => void;
}

export class GroupPage extends LivePage<GroupModel> {
  constructor(
    model: GroupModel,
    private readonly actions: GroupActions
  ) {
    super(model, { label: trans.__('Runs'), icon: runsIcon, what: trans.__('runs') });
  }

  protected get isLoaded(): boolean {
    return !!this.model.group;
  }

  protected content(): JSX.Element {
    const { problem } = this.model;
    const group = this.model.group!;
    return (
      <article className="lyc-Article lyc-mod-wide" aria-label={trans.__('Group %1', group.name)}>
        <Stale problem={problem} />
        <Head group={group} model={this.model} actions={this.actions} />
        <Table group={group} model={this.model} open={this.actions.open} />
      </article>
    );
  }

  protected retitle(): void {
    const group = this.model.group!;
    this.title.label = group.name;
    this.title.caption = trans.__(
      'Group “%1”: %2',
      group.name,
      count(group.items.length, '%1 run', '%1 runs')
    );
  }
}

interface HeadProps {
  group: Group;
  model: GroupModel;
  actions: GroupActions;
}

function Head({ group, model, actions }: HeadProps): JSX.Element {
  return (
    <header className="lyc-Article-head">
      <div>
        <h1>{group.name}</h1>
        <p className="lyc-Run-state" role="status">
          <span>{count(group.items.length, '%1 run', '%1 runs')}</span>
          {Object.entries(group.states).map(([state, number]) => (
            <span key={state} className="lyc-Inline">
              <State state={state as RunState} words={`${number} ${word(state as RunState)}`} />
            </span>
          ))}
          <span className="lyc-Quiet">
            {rich('asked for %1', <When instant={group.created_at} />)}
          </span>
        </p>
      </div>
      {model.active > 0 && (
        <div className="lyc-Buttons">
          <button
            className="jp-mod-styled lyc-Button"
            title={trans.__('Stops the runs of this group that have not ended')}
            onClick={() => actions.cancelAll(model)}
          >
            {trans.__('Cancel all')}
          </button>
        </div>
      )}
    </header>
  );
}

interface TableProps {
  group: Group;
  model: GroupModel;
  open: (id: string) => void;
}

interface Column {
  key: string;
  title: string;
  isNumber?: boolean;
  show: (run: Run) => React.ReactNode;
}

function columnsOf(group: Group, model: GroupModel, open: (id: string) => void): Column[] {
  return [
    {
      key: 'state',
      title: trans.__('state'),
      show: run => (
        <button
          className="lyc-Link"
          title={trans.__('Open the run “%1”', run.name)}
          onClick={() => open(run.id)}
        >
          <State state={run.state} />
        </button>
      )
    },
    ...group.parameters.map(name => ({
      key: `parameter:${name}`,
      title: name,
      isNumber: group.items.every(run => typeof run.parameters[name] === 'number'),
      show: (run: Run) => <code>{JSON.stringify(run.parameters[name])}</code>
    })),
    { key: 'took', title: trans.__('took'), isNumber: true, show: took },
    ...model.figures.map(name => ({
      key: `figure:${name}`,
      title: name,
      isNumber: true,
      show: (run: Run) => figure(run.figures?.[name])
    }))
  ];
}

function took(run: Run): React.ReactNode {
  const seconds = secondsOf(run);
  return seconds === undefined ? null : lasting(seconds);
}

function figure(value: number | undefined): React.ReactNode {
  return value === undefined ? null : <span title={String(value)}>{measured(value)}</span>;
}

function Table({ group, model, open }: TableProps): JSX.Element {
  const columns = columnsOf(group, model, open);
  return (
    <div className="lyc-Wide" tabIndex={0} role="group" aria-label={trans.__('Runs of this group')}>
      <table className="lyc-Table lyc-mod-sortable">
        <thead>
          <tr>
            {columns.map(column => (
              <Heading key={column.key} column={column} model={model} />
            ))}
          </tr>
        </thead>
        <tbody>
          {model.rows.map(run => (
            <tr key={run.id}>
              {columns.map(({ key, isNumber, show }) => (
                <td key={key} className={isNumber ? 'lyc-mod-number' : ''}>
                  {show(run)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Heading({ column, model }: { column: Column; model: GroupModel }): JSX.Element {
  const isSorted = model.sorting?.column === column.key;
  const direction = model.sorting?.isDown ? 'descending' : 'ascending';
  return (
    <th
      scope="col"
      className={column.isNumber ? 'lyc-mod-number' : ''}
      aria-sort={isSorted ? direction : 'none'}
    >
      <button onClick={() => model.sortBy(column.key)} title={trans.__('Sort by %1', column.title)}>
        {column.title}
        <span aria-hidden="true">{isSorted ? (direction === 'ascending' ? ' ↑' : ' ↓') : ''}</span>
      </button>
    </th>
  );
}
