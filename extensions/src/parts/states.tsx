/** What a view shows when there is nothing to show: waiting, empty, no right, offline, broken. */
import React from 'react';
import { LabIcon } from '@jupyterlab/ui-components';

import type { Problem } from '../request';
import { trans } from '../words';

/** Grey shapes as high as what will come, so that nothing jumps. */
export function Skeletons({ number, height }: { number: number; height: number }): JSX.Element {
  const shapes = Array.from({ length: number }, (_, i) => (
    <div key={i} className="lyc-Skeleton" style={{ height }} />
  ));
  return (
    <div className="lyc-Skeletons" role="status" aria-label={trans.__('Loading')}>
      {shapes}
    </div>
  );
}

export interface EmptyProps {
  icon: LabIcon;
  title: string;
  children?: React.ReactNode;
}

/** Says what would be here, and offers the first step. */
export function Empty({ icon, title, children }: EmptyProps): JSX.Element {
  return (
    <div className="lyc-Empty">
      <icon.react className="lyc-Empty-icon" width="32px" height="32px" aria-hidden="true" />
      <h3>{title}</h3>
      {children}
    </div>
  );
}

export interface TroubleProps {
  problem: Problem;
  what: string;
  retry?: () => void;
}

/** Says calmly why something cannot be shown, and what happens next. */
export function Trouble({ problem, what, retry }: TroubleProps): JSX.Element {
  const { title, text } = explanation(problem, what);
  return (
    <div className="lyc-Trouble" role="status">
      <h3>{title}</h3>
      <p>{text}</p>
      {retry && !problem.isForbidden && (
        <button className="jp-mod-styled jp-mod-minimal lyc-Button" onClick={retry}>
          {trans.__('Try again')}
        </button>
      )}
    </div>
  );
}

function explanation(problem: Problem, what: string): { title: string; text: string } {
  if (problem.isOffline) {
    const text = trans.__(
      '%1 Lab keeps working, and %2 come back here by themselves.',
      problem.message,
      what
    );
    return { title: trans.__('Not connected'), text };
  }
  if (problem.isForbidden) {
    const text = trans.__(
      'Your account may not see %1. Ask an administrator of the workspace for access.',
      what
    );
    return { title: trans.__('No access'), text };
  }
  return { title: problem.details.title, text: problem.message };
}

/** One line above a list that is still shown while nobody answers. */
export function Stale({ problem }: { problem: Problem | null }): JSX.Element | null {
  return problem ? (
    <p className="lyc-Stale" role="status" title={problem.message}>
      {trans.__('Not connected. Shown as last seen; trying again.')}
    </p>
  ) : null;
}
