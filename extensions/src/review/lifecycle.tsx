/** What those who manage an entry can do with it: change it, end it, bring it back, confirm it. */
import React from 'react';
import type { JupyterFrontEnd } from '@jupyterlab/application';

import { commandIds } from '../commands';
import type { Entry } from '../entry/api';
import { trans } from '../words';

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
    <div className="lyc-Buttons" role="group" aria-label={trans.__('Manage this entry')}>
      {state !== 'retired' &&
        button(
          trans.__('Propose a change'),
          commandIds.proposeChange,
          trans.__('Edit it and ask for a review')
        )}
      {state === 'published' && (
        <>
          {button(
            trans.__('Confirm'),
            commandIds.confirmEntry,
            trans.__('Say that all of it still holds')
          )}
          {button(
            trans.__('Deprecate…'),
            commandIds.deprecateEntry,
            trans.__('Say what to use instead')
          )}
        </>
      )}
      {state !== 'published' &&
        button(trans.__('Restore'), commandIds.restoreEntry, trans.__('Publish it again'))}
      {state !== 'retired' &&
        button(trans.__('Retire…'), commandIds.retireEntry, trans.__('Take it out of the catalog'))}
    </div>
  );
}
