/** Everything about one entry. */
import React, { useEffect, useRef } from 'react';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { caretLeftIcon } from '@jupyterlab/ui-components';

import type { Entry } from '../entry/api';
import { Columns } from '../entry/columns';
import { EntryFacts, Links, Resources } from '../entry/facts';
import { ROW } from '../parts/keys';
import { Code, Markdown } from '../parts/markdown';
import { Skeletons, Trouble } from '../parts/states';
import type { CatalogModel } from './model';

export interface DetailProps {
  model: CatalogModel;
  rendermime: IRenderMimeRegistry;
  onInsert: (entry: Entry) => void;
}

export function Detail({ model, rendermime, onInsert }: DetailProps): JSX.Element {
  const { entry, entryProblem } = model;
  const back = useFocusWhileOpen(model.open);
  const close = (event: React.KeyboardEvent) => event.key === 'Escape' && model.close();
  return (
    <section className="lyc-Detail" aria-label={entry?.title ?? 'Entry'} onKeyDown={close}>
      <button ref={back} className="lyc-Back" onClick={() => model.close()}>
        <caretLeftIcon.react tag="span" />
        All entries
      </button>
      {entry && <Overview {...{ entry, rendermime, onInsert }} />}
      {!entry && !entryProblem && <Skeletons number={4} height={72} />}
      {!entry && entryProblem && (
        <Trouble
          problem={entryProblem}
          what="the details of this entry"
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

interface OverviewProps {
  entry: Entry;
  rendermime: IRenderMimeRegistry;
  onInsert: (entry: Entry) => void;
}

function Overview({ entry, rendermime, onInsert }: OverviewProps): JSX.Element {
  return (
    <div className="lyc-Scroll">
      <h2>{entry.title}</h2>
      <p className="lyc-Lead">{entry.summary}</p>
      <button
        className="jp-mod-styled jp-mod-accept lyc-Button"
        title="Puts the lines below into the notebook"
        onClick={() => onInsert(entry)}
      >
        Insert
      </button>
      <Code rendermime={rendermime} source={entry.snippet ?? ''} />
      <EntryFacts entry={entry} />
      {entry.description && (
        <>
          <h3>Description</h3>
          <Markdown rendermime={rendermime} source={entry.description} />
        </>
      )}
      {!!entry.columns?.length && <Columns columns={entry.columns} />}
      <Resources resources={entry.resources ?? []} />
      <Links links={entry.links} />
    </div>
  );
}
