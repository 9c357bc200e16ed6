/** Runs and schedules in the left sidebar. */
import React from 'react';
import { PanelWithToolbar, SidePanel, VDomRenderer } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';

import { runsIcon } from '../icons';
import { moveFocus, ROW } from '../parts/keys';
import { Empty, Skeletons, Stale, Trouble } from '../parts/states';
import { duration, When } from '../parts/time';
import { isActive, type Run } from './api';
import type { RunsModel } from './model';
import { Progress } from './progress';
import { ScheduleRow, type ScheduleActions } from './schedules';
import { State } from './state';

/** What can be done with the rows of the panel. */
export interface RunsActions extends ScheduleActions {
  open: (id: string) => void;
  openTemplates: () => void;
}

export class RunsPanel extends SidePanel {
  constructor(
    private readonly model: RunsModel,
    actions: RunsActions
  ) {
    super();
    this.id = 'lyceum-runs';
    this.addClass('lyc-Panel');
    this.title.icon = runsIcon;
    this.title.caption = 'Runs';
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', 'Runs and schedules');
    this.addWidget(section('Runs', new RunList(model, actions)));
    this.addWidget(section('Schedules', new ScheduleList(model, actions)));
    model.isSeen = () => this.isVisible;
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    void this.model.refresh();
  }
}

function section(title: string, list: VDomRenderer<RunsModel>): PanelWithToolbar {
  const panel = new PanelWithToolbar();
  panel.title.label = title;
  panel.addWidget(list);
  return panel;
}

abstract class List extends VDomRenderer<RunsModel> {
  constructor(
    model: RunsModel,
    protected readonly actions: RunsActions
  ) {
    super(model);
    this.addClass('lyc-Section');
  }

  protected abstract readonly what: string;
  protected abstract list(): JSX.Element;
  protected abstract get isLoaded(): boolean;

  protected override render(): JSX.Element {
    const { problem } = this.model;
    if (this.isLoaded) {
      return (
        <div onKeyDown={moveFocus}>
          <Stale problem={problem} />
          {this.list()}
        </div>
      );
    }
    return problem ? (
      <Trouble problem={problem} what={this.what} retry={() => void this.model.refresh()} />
    ) : (
      <Skeletons number={3} height={48} />
    );
  }
}

class RunList extends List {
  protected readonly what = 'runs';

  protected get isLoaded(): boolean {
    return !!this.model.runs;
  }

  protected list(): JSX.Element {
    const { runs, me, hasMore } = this.model;
    if (!runs?.items.length) {
      return <NoRuns onStart={this.actions.openTemplates} />;
    }
    return (
      <>
        <ul className="lyc-Rows" aria-label="Runs">
          {runs.items.map(run => (
            <RunRow
              key={run.id}
              run={run}
              owner={run.owner === me?.name ? null : run.owner}
              onOpen={() => this.actions.open(run.id)}
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
            owner={schedule.owner === me?.name ? null : schedule.owner}
            actions={this.actions}
            onOpenRun={this.actions.open}
          />
        ))}
      </ul>
    );
  }
}

interface RunRowProps {
  run: Run;
  /** Whose it is, if not mine. */
  owner: string | null;
  onOpen: () => void;
}

function RunRow({ run, owner, onOpen }: RunRowProps): JSX.Element {
  return (
    <li className="lyc-Row" aria-label={run.name}>
      <button className={ROW} onClick={onOpen} title={run.reason ?? `Open the run “${run.name}”`}>
        {run.name}
      </button>
      <p className="lyc-Facts">
        <State state={run.state} />
        <When instant={run.started_at ?? run.created_at} />
        {run.started_at && <span>{duration(run.started_at, run.finished_at)}</span>}
        {run.schedule && <span>scheduled</span>}
        {owner && <span title="Owner">{owner}</span>}
      </p>
      {isActive(run.state) && run.progress && <Progress progress={run.progress} />}
    </li>
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
