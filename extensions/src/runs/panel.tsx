/** Runs and schedules in the left sidebar. */
import React from 'react';

import { runsIcon } from '../icons';
import { SectionList, SectionsPanel } from '../parts/sections';
import { Empty } from '../parts/states';
import { isFiltering, type Standing } from './listing';
import type { RunsModel } from './model';
import { ItemRow } from './items';
import { ScheduleRow, type ScheduleActions } from './schedules';

/** What can be done with the rows of the panel. */
export interface RunsActions extends ScheduleActions {
  open: (id: string) => void;
  openGroup: (id: string) => void;
  openTemplates: () => void;
}

export class RunsPanel extends SectionsPanel<RunsModel> {
  constructor(model: RunsModel, actions: RunsActions) {
    super(model, 'lyceum-runs', runsIcon, 'Runs and schedules');
    this.title.caption = 'Runs';
    this.addSection('Runs', new RunList(model, actions));
    this.addSection('Schedules', new ScheduleList(model, actions));
    model.isSeen = () => this.isVisible;
  }
}

abstract class List extends SectionList<RunsModel, RunsActions> {}

class RunList extends List {
  protected readonly what = 'runs';

  protected get isLoaded(): boolean {
    return !!this.model.runs;
  }

  protected list(): JSX.Element {
    const { runs, me, hasMore, items, filter } = this.model;
    if (!runs?.items.length) {
      return <NoRuns onStart={this.actions.openTemplates} />;
    }
    return (
      <>
        <FilterBar model={this.model} />
        {isFiltering(filter) && !items.length && (
          <p className="lyc-Hint" role="status">
            None of the runs here is like that.
          </p>
        )}
        <ul className="lyc-Rows" aria-label="Runs">
          {items.map(item => (
            <ItemRow
              key={item.group ?? item.run.id}
              item={item}
              me={me}
              open={this.actions.open}
              openGroup={this.actions.openGroup}
            />
          ))}
        </ul>
        {hasMore && (
          <button className="jp-mod-styled lyc-Button" onClick={() => this.model.showMore()}>
            Show more
          </button>
        )}
      </>
    );
  }
}

class ScheduleList extends List {
  protected readonly what = 'schedules';

  protected get isLoaded(): boolean {
    return !!this.model.schedules;
  }

  protected list(): JSX.Element {
    const { schedules, me } = this.model;
    if (!schedules?.length) {
      return (
        <p className="lyc-Hint">
          Nothing is scheduled. A notebook runs by itself when you choose <em>Run as job…</em> and{' '}
          <em>On a schedule</em>.
        </p>
      );
    }
    return (
      <ul className="lyc-Rows" aria-label="Schedules">
        {schedules.map(schedule => (
          <ScheduleRow
            key={schedule.id}
            schedule={schedule}
            past={this.model.past[schedule.id] ?? []}
            owner={schedule.owner === me?.name ? null : schedule.owner}
            actions={this.actions}
            onOpenRun={this.actions.open}
          />
        ))}
      </ul>
    );
  }
}

const STANDINGS: [Standing, string][] = [
  ['', 'all'],
  ['active', 'active'],
  ['succeeded', 'succeeded'],
  ['failed', 'failed'],
  ['cancelled', 'cancelled']
];

function FilterBar({ model }: { model: RunsModel }): JSX.Element {
  const { text, standing } = model.filter;
  return (
    <div className="lyc-FilterBar" role="search">
      <input
        type="search"
        className="jp-mod-styled lyc-Input"
        placeholder="Filter"
        aria-label="Filter the runs"
        value={text}
        onChange={event => model.show({ text: event.target.value })}
      />
      <select
        className="jp-mod-styled lyc-Select"
        aria-label="State"
        value={standing}
        onChange={event => model.show({ standing: event.target.value as Standing })}
      >
        {STANDINGS.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}

function NoRuns({ onStart }: { onStart: () => void }): JSX.Element {
  return (
    <Empty icon={runsIcon} title="No runs yet">
      <p>
        A run executes a whole notebook in the background, even when you are logged out. Choose{' '}
        <em>Run as job…</em> in a notebook’s toolbar, or take a template.
      </p>
      <button className="jp-mod-styled lyc-Button" onClick={onStart}>
        Look at the templates
      </button>
    </Empty>
  );
}
