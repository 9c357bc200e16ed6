/** A quick look at one entry; its page in the main area tells everything. */
import React, { useEffect, useRef } from 'react';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { caretLeftIcon } from '@jupyterlab/ui-components';

import type { Entry } from '../entry/api';
import { Columns } from '../entry/columns';
import { Classification, EntryFacts, StateBadge } from '../entry/facts';
import type { Flavours } from '../entry/flavours';
import { MainActions, Notices, type EntryActions } from '../entry/head';
import { Snippet } from '../entry/snippet';
import { Counts, StarButton } from '../entry/star';
import { ROW } from '../parts/keys';
import { Markdown } from '../parts/markdown';
import { Skeletons, Trouble } from '../parts/states';
import { trans } from '../words';
import { term } from '../parts/terms';
import { HealthNote } from '../templates/health';
import type { CatalogModel } from './model';

export interface DetailProps {
  model: CatalogModel;
  rendermime: IRenderMimeRegistry;
  flavours: Flavours;
  actions: EntryActions;
}

export function Detail({ model, ...context }: DetailProps): JSX.Element {
  const { entry, entryProblem } = model;
  const back = useFocusWhileOpen(model.open);
  const close = (event: React.KeyboardEvent) => event.key === 'Escape' && model.close();
  return (
    <section
      className="lyc-Detail"
      aria-label={entry?.title ?? trans.__('Entry')}
      onKeyDown={close}
    >
      <button ref={back} className="lyc-Back" onClick={() => model.close()}>
        <caretLeftIcon.react tag="span" />
        {trans.__('All entries')}
      </button>
      {entry && <QuickLook entry={entry} {...context} />}
      {!entry && !entryProblem && <Skeletons number={4} height={72} />}
      {!entry && entryProblem && (
        <Trouble
          problem={entryProblem}
          what={trans.__('the details of this entry')}
          retry={() => void model.show(model.open!)}
        />
      )}
    </section>
  );
}

/** Take the focus into the detail, and back to the card it was opened from. */
function useFocusWhileOpen(name: string | null): React.RefObject<HTMLButtonElement> {
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const panel = back.current?.closest('.lyc-Panel');
    back.current?.focus({ preventScroll: true });
    return () => panel?.querySelector<HTMLElement>(`[data-name="${name}"] .${ROW}`)?.focus();
  }, [name]);
  return back;
}

type QuickLookProps = Omit<DetailProps, 'model'> & { entry: Entry };

function QuickLook({ entry, rendermime, flavours, actions }: QuickLookProps): JSX.Element {
  return (
    <div className="lyc-Scroll">
      <h2>{entry.title}</h2>
      <p className="lyc-Facts">
        <StateBadge of={{ state: entry.state }} />
        <span>{term(entry.kind)}</span>
        <Classification of={entry} />
        <Counts of={entry} />
      </p>
      <p className="lyc-Lead">{entry.summary}</p>
      <HealthNote health={entry.health} version={entry.version} onOpen={actions.openRun} />
      <Notices entry={entry} actions={actions} />
      <div className="lyc-Buttons">
        <MainActions entry={entry} flavours={flavours} actions={actions} />
        <button
          className="jp-mod-styled lyc-Button"
          title={trans.__('Everything about it, in the main area')}
          onClick={() => actions.open(entry.name)}
        >
          {trans.__('Open')}
        </button>
        <StarButton entry={entry} onStar={actions.star} />
      </div>
      {flavours.source(entry) && <Snippet {...{ entry, flavours, rendermime }} />}
      <EntryFacts entry={entry} onOpen={name => actions.open(name)} />
      {entry.description && (
        <>
          <h3>{trans.__('Description')}</h3>
          <Markdown rendermime={rendermime} source={entry.description} />
        </>
      )}
      {!!entry.columns?.length && <Columns columns={entry.columns} />}
      <p>
        <button className="lyc-Link" onClick={() => actions.open(entry.name, 'comments')}>
          {entry.comments ? trans.__('Read the comments') : trans.__('Comment on it')}
        </button>
      </p>
    </div>
  );
}
