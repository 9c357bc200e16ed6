/** An entry's page: its title and state, and tabs about what it is, where it comes from and who uses it. */
import React, { useRef } from 'react';

import { catalogIcon, templatesIcon } from '../icons';
import { LivePage } from '../parts/live';
import { Stale } from '../parts/states';
import { Lifecycle } from '../review/lifecycle';
import { trans } from '../words';
import { term } from '../parts/terms';
import { Head, type EntryActions } from './head';
import type { EntryModel } from './model';
import { panelId, tabId, TabList } from './tablist';
import { tabs, type Tab, type TabProps } from './tabs';

export type PageContext = Pick<TabProps, 'rendermime' | 'commands' | 'flavours'> & {
  actions: EntryActions;
};

export class EntryPage extends LivePage<EntryModel> {
  constructor(
    model: EntryModel,
    private readonly context: PageContext
  ) {
    super(model, {
      label: model.name,
      icon: catalogIcon,
      what: trans.__('the details of this entry')
    });
  }

  protected get isLoaded(): boolean {
    return !!this.model.entry;
  }

  protected content(): JSX.Element {
    const { model, context } = this;
    const entry = model.entry!;
    return (
      <article className="lyc-Article lyc-Entry" aria-label={entry.title}>
        <Stale problem={model.problem} />
        <Head entry={entry} version={model.version} {...context} />
        {model.version === undefined && (
          <Lifecycle entry={entry} commands={context.commands} refresh={() => model.refresh()} />
        )}
        <Tabs model={model} context={context} />
      </article>
    );
  }

  protected retitle(): void {
    const { title, kind, state } = this.model.entry!;
    const { version } = this.model;
    this.title.icon = kind === 'template' ? templatesIcon : catalogIcon;
    this.title.label = version === undefined ? title : trans.__('%1, version %2', title, version);
    this.title.caption = state === 'published' ? title : `${title} (${term(state)})`;
  }
}

interface TabsProps {
  model: EntryModel;
  context: PageContext;
}

/** The tabs; one that was opened once stays as it is while another is shown. */
function Tabs({ model, context }: TabsProps): JSX.Element {
  const suiting = tabs().filter(tab => tab.suits?.(model.entry!) ?? true);
  const open = (suiting.find(tab => tab.id === model.tab) ?? suiting[0]).id;
  const visited = useRef(new Set<string>());
  visited.current.add(open);
  const scope = `lyc-${model.name}-${model.version ?? 'now'}`;
  return (
    <>
      <TabList
        scope={scope}
        label={trans.__('About this entry')}
        tabs={suiting}
        open={open}
        onOpen={id => model.open(id)}
      />
      {suiting.map(tab => (
        <section
          key={tab.id}
          role="tabpanel"
          id={panelId(scope, tab.id)}
          aria-labelledby={tabId(scope, tab.id)}
          hidden={tab.id !== open}
        >
          {visited.current.has(tab.id) && <Content tab={tab} model={model} context={context} />}
        </section>
      ))}
    </>
  );
}

function Content({ tab, model, context }: TabsProps & { tab: Tab }): JSX.Element {
  const { rendermime, commands, flavours } = context;
  return (
    <tab.Content
      entry={model.entry!}
      service={model.service}
      rendermime={rendermime}
      commands={commands}
      flavours={flavours}
      refresh={() => model.refresh()}
    />
  );
}
