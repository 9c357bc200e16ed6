/** Runs and schedules in the left sidebar. */
import React from 'react';

import { runsIcon } from '../icons';
import { SectionList, SectionsPanel } from '../parts/sections';
import { Empty } from '../parts/states';
import { trans } from '../words';
import { rich } from '../parts/rich';
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
    super(model, 'lyceum-runs', runsIcon, trans.__('Runs and schedules'));
    this.title.caption = trans.__('Runs');
    this.addSection(trans.__('Runs'), new RunList(model, actions));
    this.addSection(trans.__('Schedules'), new ScheduleList(model, actions));
    model.isSeen = () => this.isVisible;
  }
}

abstract class List extends SectionList<RunsModel, RunsActions> {}

class RunList extends List {
  protected readonly what = trans.__('runs');

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
            {trans.__('None of the runs here is like that.')}
          </p>
        )}
        <ul className="lyc-Rows" aria-label={trans.__('Runs')}>
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
            {trans.__('Show more')}
          </button>
        )}
      </>
    );
  }
}

class ScheduleList extends List {
  protected readonly what = trans.__('schedules');

  protected get isLoaded(): boolean {
    return !!this.model.schedules;
  }

  protected list(): JSX.Element {
    const { schedules, me } = this.model;
    if (!schedules?.length) {
      return (
        <p className="lyc-Hint">
          {rich(
            'Nothing is scheduled. A notebook runs by itself when you choose %1 and %2.',
            <em>{trans.__('Run as job…')}</em>,
            <em>{trans.__('On a schedule')}</em>
          )}
        </p>
      );
    }
    return (
      <ul className="lyc-Rows" aria-label={trans.__('Schedules')}>
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

const standings = (): [Standing, string][] => [
  ['', trans.__('all')],
  ['active', trans.__('active')],
  ['succeeded', trans.__('succeeded')],
  ['failed', trans.__('failed')],
  ['cancelled', trans.__('cancelled')]
];

function FilterBar({ model }: { model: RunsModel }): JSX.Element {
  const { text, standing } = model.filter;
  return (
    <div className="lyc-FilterBar" role="search">
      <input
        type="search"
        className="jp-mod-styled lyc-Input"
        placeholder={trans.__('Filter')}
        aria-label={trans.__('Filter the runs')}
        value={text}
        onChange={event => model.show({ text: event.target.value })}
      />
      <select
        className="jp-mod-styled lyc-Select"
        aria-label={trans.__('State')}
        value={standing}
        onChange={event => model.show({ standing: event.target.value as Standing })}
      >
        {standings().map(([value, label]) => (
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
    <Empty icon={runsIcon} title={trans.__('No runs yet')}>
      <p>
        {rich(
          'A run executes a whole notebook in the background, even when you are logged out. Choose %1 in a notebook’s toolbar, or take a template.',
          <em>{trans.__('Run as job…')}</em>
        )}
      </p>
      <button className="jp-mod-styled lyc-Button" onClick={onStart}>
        {trans.__('Look at the templates')}
      </button>
    </Empty>
  );
}
