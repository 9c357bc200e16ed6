/** What those who manage an entry can do with it: change it, end it, bring it back, confirm it. */
import React from 'react';
import type { JupyterFrontEnd } from '@jupyterlab/application';

import { commandIds } from '../commands';
import type { Entry } from '../entry/api';

export interface LifecycleProps {
  entry: Entry;
  commands: JupyterFrontEnd['commands'];
  /** Called once something changed. */
  refresh: () => Promise<void>;
}

/** The buttons for an entry's page; none for those who may not manage it. */
export function Lifecycle({ entry, commands, refresh }: LifecycleProps): JSX.Element | null {
  if (!entry.may?.manage) {
    return null;
  }
  const { name, state } = entry;
  const act = async (command: string) => {
    if ((await commands.execute(command, { name })) as boolean) {
      await refresh();
    }
  };
  const button = (label: string, command: string, title: string) => (
    <button className="jp-mod-styled lyc-Button" title={title} onClick={() => void act(command)}>
      {label}
    </button>
  );
  return (
    <div className="lyc-Buttons" role="group" aria-label="Manage this entry">
      {state !== 'retired' &&
        button('Propose a change', commandIds.proposeChange, 'Edit it and ask for a review')}
      {state === 'published' && (
        <>
          {button('Confirm', commandIds.confirmEntry, 'Say that all of it still holds')}
          {button('Deprecate…', commandIds.deprecateEntry, 'Say what to use instead')}
        </>
      )}
      {state !== 'published' && button('Restore', commandIds.restoreEntry, 'Publish it again')}
      {state !== 'retired' &&
        button('Retire…', commandIds.retireEntry, 'Take it out of the catalog')}
    </div>
  );
}
