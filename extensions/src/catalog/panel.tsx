/** The catalog in the left sidebar: search, results, and the entry that is open. */
import React from 'react';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { InputGroup, VDomRenderer } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';

import type { Entry } from '../entry/api';
import { catalogIcon } from '../icons';
import { moveFocus } from '../parts/keys';
import { count } from '../parts/quantity';
import { Empty, Skeletons, Stale, Trouble } from '../parts/states';
import { Card } from './card';
import { Detail } from './detail';
import type { CatalogModel } from './model';

export interface CatalogPanelOptions {
  rendermime: IRenderMimeRegistry;
  /** Put what loads the entry into a notebook. */
  insert: (entry: Entry | string) => void;
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
    this.title.caption = 'Catalog';
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', 'Catalog');
    model.isSeen = () => this.isVisible;
  }

  /** Move the focus to the search field. */
  focusSearch(): void {
    this.node.querySelector<HTMLInputElement>('input[type=search]')?.focus();
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    void this.model.refresh();
  }

  protected override render(): JSX.Element {
    const { model, options } = this;
    return (
      <div className={model.open ? 'lyc-Stack lyc-mod-open' : 'lyc-Stack'}>
        <section className="lyc-List" onKeyDown={moveFocus}>
          <div className="lyc-Search">
            <InputGroup
              type="search"
              aria-label="Search the catalog"
              placeholder="Search the catalog"
              rightIcon="ui-components:search"
              value={model.query}
              onChange={event => model.search(event.target.value)}
            />
          </div>
          <Results model={model} insert={options.insert} />
        </section>
        {model.open && (
          <Detail
            key={model.open}
            model={model}
            rendermime={options.rendermime}
            onInsert={options.insert}
          />
        )}
      </div>
    );
  }
}

interface ResultsProps {
  model: CatalogModel;
  insert: (name: string) => void;
}

function Results({ model, insert }: ResultsProps): JSX.Element {
  if (!model.page) {
    return model.problem ? (
      <Trouble problem={model.problem} what="entries" retry={() => void model.refresh()} />
    ) : (
      <Skeletons number={5} height={92} />
    );
  }
  const { items, total } = model.page;
  return (
    <div className="lyc-Scroll">
      <Stale problem={model.problem} />
      {total ? (
        <p className="lyc-Count" role="status">
          {count(total, 'entry', 'entries')}
        </p>
      ) : (
        <NothingFound query={model.answered} onClear={() => model.search('')} />
      )}
      <ul className="lyc-Cards">
        {items.map(entry => (
          <Card
            key={entry.name}
            entry={entry}
            query={model.answered}
            onOpen={() => void model.show(entry.name)}
            onInsert={() => insert(entry.name)}
          />
        ))}
      </ul>
      {model.hasMore && (
        <button className="jp-mod-styled lyc-Button" onClick={() => model.showMore()}>
          Show more
        </button>
      )}
    </div>
  );
}

function NothingFound({ query, onClear }: { query: string; onClear: () => void }): JSX.Element {
  return query ? (
    <Empty icon={catalogIcon} title={`Nothing matches “${query}”`}>
      <p>Try fewer or other words: titles, descriptions, tags, owners and columns are searched.</p>
      <button className="jp-mod-styled lyc-Button" onClick={onClear}>
        Show all entries
      </button>
    </Empty>
  ) : (
    <Empty icon={catalogIcon} title="No entries yet">
      <p>Data sets that stewards publish appear here, ready to load into a notebook.</p>
    </Empty>
  );
}
