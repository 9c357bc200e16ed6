/** The one notice about this Lab's end: shown while it is due, gone when the person works again. */
import { Notification } from '@jupyterlab/apputils';

import { trans } from '../words';
import { count } from '../parts/quantity';
import type { Notice } from './api';
import type { IdlenessModel } from './model';

/** What the person can do about it. */
export interface Remedies {
  keep: () => void;
  /** Nothing where no notebook is open that a job could finish. */
  finish: (() => void) | null;
}

export class Warning {
  private id = '';
  private why: Notice['why'] | null = null;

  constructor(
    private readonly model: IdlenessModel,
    private readonly remedies: () => Remedies
  ) {
    model.stateChanged.connect(this.update, this);
  }

  private update(): void {
    const { notice } = this.model;
    if (notice?.why === this.why) {
      return;
    }
    this.why = notice?.why ?? null;
    if (this.id) {
      Notification.dismiss(this.id);
      this.id = '';
    }
    if (notice) {
      this.id = Notification.warning(this.words(notice), {
        autoClose: false,
        actions: this.actions(notice)
      });
    }
  }

  private words({ why, left_seconds }: Notice): string {
    const stops = trans.__('JupyterLab stops at %1', clock(Date.now() + 1000 * left_seconds));
    const minutes = Math.round((this.model.idleness?.idle_seconds ?? 0) / 60);
    const span = minutes < 2 ? trans.__('a while') : count(minutes, '%1 minute', '%1 minutes');
    return {
      idle: trans.__('%1: nobody has used it for %2.', stops, span),
      age: trans.__(
        '%1, at the end of the time that its profile gives it, running cells too. Save your work.',
        stops
      ),
      gpu: trans.__('%1: it holds a GPU and does not use it.', stops)
    }[why];
  }

  private actions({ why }: Notice): Notification.IAction[] {
    const { keep, finish } = this.remedies();
    const hours = spell(this.model.idleness?.keeps_seconds ?? 0);
    return [
      ...(why === 'age'
        ? []
        : [
            {
              label: trans.__('Keep for %1', hours),
              caption: trans.__('Keep JupyterLab running for %1, used or not', hours),
              displayType: 'accent' as const,
              callback: keep
            }
          ]),
      ...(finish
        ? [
            {
              label: trans.__('Finish as a job…'),
              caption: trans.__(
                'Hand the open notebook to the queue, which goes on without JupyterLab'
              ),
              callback: finish
            }
          ]
        : [])
    ];
  }
}

/** Return for example “14:05”. */
export function clock(instant: number): string {
  const style: Intl.DateTimeFormatOptions = {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23'
  };
  return new Intl.DateTimeFormat(document.documentElement.lang || 'en', style).format(instant);
}

/** Return for example “4 hours” or “90 minutes”. */
function spell(seconds: number): string {
  const rounded = (number: number) => Number(number.toFixed(1));
  return seconds >= 7200
    ? count(rounded(seconds / 3600), '%1 hour', '%1 hours')
    : count(rounded(seconds / 60), '%1 minute', '%1 minutes');
}
