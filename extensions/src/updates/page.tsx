/** The page of an update: what the new version brings, what has to be settled, and the one button. */
import React from 'react';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';

import { templatesIcon } from '../icons';
import { LivePage } from '../parts/live';
import { count } from '../parts/quantity';
import { rich } from '../parts/rich';
import { Stale } from '../parts/states';
import { Notebooks } from '../runs/notebooks';
import { trans } from '../words';
import { Conflicts } from './conflicts';
import type { UpdateModel } from './model';

export interface UpdateActions {
  /** Show the copy. */
  open: (path: string) => void;
  /** Update it as it was settled. */
  update: (model: UpdateModel) => void;
}

export class UpdatePage extends LivePage<UpdateModel> {
  constructor(
    model: UpdateModel,
    private readonly rendermime: IRenderMimeRegistry,
    private readonly actions: UpdateActions
  ) {
    super(model, {
      label: trans.__('Update'),
      icon: templatesIcon,
      what: trans.__('this update')
    });
  }

  protected get isLoaded(): boolean {
    return !!this.model.preview;
  }

  protected content(): JSX.Element {
    const { model, rendermime } = this;
    const { conflicts, difference, to } = model.preview!;
    return (
      <article className="lyc-Article lyc-mod-wide" aria-label={titleOf(model)}>
        <Stale problem={model.problem} />
        <Head model={model} actions={this.actions} />
        {model.notice && (
          <p className="lyc-Notification" role="alert">
            {model.notice}
          </p>
        )}
        {to !== null && conflicts.length > 0 && (
          <section aria-label={trans.__('What you both changed')}>
            <h2>{trans.__('What you both changed')}</h2>
            <p>{trans.__('You and the new version changed the same lines. Choose for each.')}</p>
            <Conflicts
              conflicts={conflicts}
              choices={model.choices}
              onChoose={(conflict, choice) => model.choose(conflict, choice)}
            />
          </section>
        )}
        {to !== null && (
          <section aria-label={trans.__('What changes in your copy')}>
            <h2>{trans.__('What changes in your copy')}</h2>
            <Notebooks difference={difference} rendermime={rendermime} what="source" />
          </section>
        )}
      </article>
    );
  }

  protected retitle(): void {
    this.title.label = titleOf(this.model);
    this.title.caption = this.model.path;
  }
}

function titleOf({ path }: UpdateModel): string {
  return trans.__('Update of %1', path.slice(path.lastIndexOf('/') + 1));
}

function Head({ model, actions }: { model: UpdateModel; actions: UpdateActions }): JSX.Element {
  const { title, from, to } = model.preview!;
  const { open, isBusy } = model;
  return (
    <header className="lyc-Article-head">
      <div>
        <h1>{titleOf(model)}</h1>
        {to === null ? (
          <p>{trans.__('Your copy has everything that the newest version has.')}</p>
        ) : (
          <p className="lyc-Lead">
            {rich('From version %1 to version %2 of “%3”.', from, to, title)}{' '}
            {trans.__('What you wrote stays, and your copy as it is now is kept beside it.')}
          </p>
        )}
        <button className="lyc-Link" onClick={() => actions.open(model.path)}>
          {trans.__('Show my copy')}
        </button>
      </div>
      {to !== null && (
        <div className="lyc-Decisions">
          <button
            className="jp-mod-styled jp-mod-accept lyc-Button"
            disabled={isBusy || open > 0}
            onClick={() => actions.update(model)}
          >
            {trans.__('Update my copy')}
          </button>
          <p className="lyc-Quiet" role="status">
            {open > 0 && count(open, '%1 conflict to settle', '%1 conflicts to settle')}
          </p>
        </div>
      )}
    </header>
  );
}
