/** The catalog in the left sidebar: search, what was found, and the entry that is open. */
import React from 'react';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { VDomRenderer } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';

import type { Flavours } from '../entry/flavours';
import type { EntryActions } from '../entry/head';
import { catalogIcon } from '../icons';
import { moveFocus } from '../parts/keys';
import { count } from '../parts/quantity';
import { Empty, Skeletons, Stale, Trouble } from '../parts/states';
import { trans } from '../words';
import { rich } from '../parts/rich';
import type { Found } from './api';
import { Card, type CardActions } from './card';
import { Detail } from './detail';
import { SearchField } from './field';
import { Tools } from './filters';
import type { CatalogModel } from './model';
import type { SavedActions } from './saved';

export interface CatalogPanelOptions {
  rendermime: IRenderMimeRegistry;
  flavours: Flavours;
  cards: CardActions;
  entries: EntryActions;
  saved: SavedActions;
}

export class CatalogPanel extends VDomRenderer<CatalogModel> {
  constructor(
    model: CatalogModel,
    private readonly options: CatalogPanelOptions
  ) {
    super(model);
    this.id = 'lyceum-catalog';
    this.addClass('lyc-Panel');
    this.title.icon = catalogIcon;
    this.title.caption = trans.__('Catalog');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Catalog'));
    model.isSeen = () => this.isVisible;
  }

  /** Move the focus to the search field, which is not there before the panel is first shown. */
  async focusSearch(): Promise<void> {
    this.processMessage(Widget.Msg.UpdateRequest);
    await this.renderPromise;
    this.node.querySelector<HTMLInputElement>('input[type=search]')?.focus();
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    void this.model.refresh();
  }

  protected override render(): JSX.Element {
    const { model, options } = this;
    const { rendermime, flavours, entries } = options;
    return (
      <div className={model.open ? 'lyc-Stack lyc-mod-open' : 'lyc-Stack'}>
        <section className="lyc-List" aria-label={trans.__('Entries')} onKeyDown={moveFocus}>
          <SearchField model={model} />
          <Tools model={model} actions={options.saved} />
          <Results model={model} actions={options.cards} />
        </section>
        {model.open && (
          <Detail key={model.open} {...{ model, rendermime, flavours }} actions={entries} />
        )}
      </div>
    );
  }
}

interface ResultsProps {
  model: CatalogModel;
  actions: CardActions;
}

function Results({ model, actions }: ResultsProps): JSX.Element {
  const { found } = model;
  if (!found) {
    return model.problem ? (
      <Trouble
        problem={model.problem}
        what={trans.__('entries')}
        retry={() => void model.refresh()}
      />
    ) : (
      <Skeletons number={5} height={92} />
    );
  }
  return (
    <div className="lyc-Scroll">
      <Stale problem={model.problem} />
      {found.total > 0 ? <Counted found={found} /> : <NothingFound model={model} />}
      <ul className="lyc-Cards" aria-label={trans.__('What was found')}>
        {found.items.map(entry => (
          <Card
            key={entry.name}
            entry={entry}
            query={model.marked}
            onOpen={() => void model.show(entry.name)}
            actions={actions}
          />
        ))}
      </ul>
      {model.hasMore && (
        <button className="jp-mod-styled lyc-Button" onClick={() => model.showMore()}>
          {trans.__('Show more')}
        </button>
      )}
    </div>
  );
}

function Counted({ found: { total, corrected } }: { found: Found }): JSX.Element {
  return (
    <p className="lyc-Count" role="status">
      {corrected
        ? rich(
            '%1. Showing results for %2',
            count(total, '%1 entry', '%1 entries'),
            <strong>{corrected}</strong>
          )
        : count(total, '%1 entry', '%1 entries')}
    </p>
  );
}

function NothingFound({ model }: { model: CatalogModel }): JSX.Element {
  const { q = '' } = model.answered;
  const isNarrowed = model.chosen.length > 0;
  if (!q.trim() && !isNarrowed) {
    return (
      <Empty icon={catalogIcon} title={trans.__('No entries yet')}>
        <p>
          {trans.__('Data sets and templates that stewards publish appear here, ready to be used.')}
        </p>
      </Empty>
    );
  }
  return (
    <Empty
      icon={catalogIcon}
      title={q.trim() ? trans.__('Nothing matches “%1”', q) : trans.__('Nothing matches')}
    >
      <p>
        {isNarrowed
          ? trans.__('Remove a filter, or try fewer words.')
          : trans.__(
              'Try fewer or other words: titles, descriptions, tags, owners and columns are searched.'
            )}
      </p>
      <div className="lyc-Buttons">
        {isNarrowed && (
          <button className="jp-mod-styled lyc-Button" onClick={() => model.widen()}>
            {trans.__('Remove filters')}
          </button>
        )}
        <button className="jp-mod-styled lyc-Button" onClick={() => model.ask({})}>
          {trans.__('Show all entries')}
        </button>
      </div>
    </Empty>
  );
}
