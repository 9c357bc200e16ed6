/** One schedule of the runs panel. */
import React from 'react';
import {
  deleteIcon,
  editIcon,
  pauseIcon,
  refreshIcon,
  runIcon,
  type LabIcon
} from '@jupyterlab/ui-components';

import { ROW } from '../parts/keys';
import { exact, relative, When } from '../parts/time';
import { trans } from '../words';
import { rich } from '../parts/rich';
import type { Past, Schedule } from './api';
import { Results } from './sparkline';
import { State } from './state';

export interface ScheduleActions {
  runNow: (schedule: Schedule) => void;
  edit: (schedule: Schedule) => void;
  pause: (schedule: Schedule, enabled: boolean) => void;
  delete: (schedule: Schedule) => void;
}

export interface ScheduleRowProps {
  schedule: Schedule;
  past: Past[];
  /** Whose it is, if not mine. */
  owner: string | null;
  actions: ScheduleActions;
  onOpenRun: (id: string) => void;
}

export function ScheduleRow(props: ScheduleRowProps): JSX.Element {
  const { schedule, past, owner, onOpenRun } = props;
  const last = schedule.last_run;
  return (
    <li className="lyc-Row lyc-Schedule" aria-label={schedule.name}>
      <div className="lyc-Row-head">
        <button
          className={ROW}
          disabled={!last}
          title={last ? trans.__('Open its last run') : trans.__('It has not run yet')}
          onClick={() => last && onOpenRun(last.id)}
        >
          {schedule.name}
        </button>
        <Actions {...props} />
      </div>
      <p
        className="lyc-Schedule-text"
        title={schedule.cron ? `${schedule.cron} (${schedule.timezone})` : schedule.text}
      >
        {schedule.text}
      </p>
      {!schedule.enabled && schedule.pause_reason && (
        <p className="lyc-Schedule-paused">{schedule.pause_reason}</p>
      )}
      <p className="lyc-Facts">
        <Next schedule={schedule} />
        {last && (
          <span className="lyc-Schedule-last">
            {rich('last %1 %2', <State state={last.state} />, <When instant={last.since} />)}
          </span>
        )}
        {owner && <span title={trans.__('Owner')}>{owner}</span>}
      </p>
      <Results past={past} />
    </li>
  );
}

function Next({ schedule }: { schedule: Schedule }): JSX.Element {
  const [next] = schedule.next;
  if (!schedule.enabled) {
    return <strong>{trans.__('paused')}</strong>;
  }
  if (next) {
    return (
      <time dateTime={next} title={schedule.next.map(instant => exact(instant)).join('\n')}>
        {rich('next run %1', relative(next))}
      </time>
    );
  }
  return (
    <span>
      {isChained(schedule) ? trans.__('waiting for its cause') : trans.__('no further run')}
    </span>
  );
}

/** Whether no clock sets it off. */
function isChained({ after }: Schedule): boolean {
  return !!after;
}

function Actions({ schedule, actions }: ScheduleRowProps): JSX.Element {
  const { enabled } = schedule;
  return (
    <span className="lyc-Row-actions">
      <Action label={trans.__('Run now')} icon={runIcon} onClick={() => actions.runNow(schedule)} />
      <Action label={trans.__('Edit…')} icon={editIcon} onClick={() => actions.edit(schedule)} />
      <Action
        label={enabled ? trans.__('Pause') : trans.__('Resume')}
        icon={enabled ? pauseIcon : refreshIcon}
        onClick={() => actions.pause(schedule, !enabled)}
      />
      <Action
        label={trans.__('Delete')}
        icon={deleteIcon}
        onClick={() => actions.delete(schedule)}
      />
    </span>
  );
}

interface ActionProps {
  label: string;
  icon: LabIcon;
  onClick: () => void;
}

function Action({ label, icon, onClick }: ActionProps): JSX.Element {
  return (
    <button className="lyc-IconButton" aria-label={label} title={label} onClick={onClick}>
      <icon.react tag="span" />
    </button>
  );
}
