/** A template's notebook, to be read before it is used: nothing in it runs. */
import React from 'react';
import type { ICell, MultilineString } from '@jupyterlab/nbformat';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import { Signal } from '@lumino/signaling';

import { templatesIcon } from '../icons';
import { Code, Markdown } from '../parts/markdown';
import { Skeletons, Trouble } from '../parts/states';
import { asProblem, type Problem, type Service } from '../request';
import { trans } from '../words';
import { fetchTemplate, type Template } from './api';
import { HealthNote } from './health';
import { Buttons, Facts, type TemplateActions } from './panel';

export class TemplatePreview extends ReactWidget {
  private template: Template | null = null;
  private problem: Problem | null = null;
  private readonly changed = new Signal<this, void>(this);

  constructor(
    readonly name: string,
    private readonly service: Service,
    private readonly rendermime: IRenderMimeRegistry,
    private readonly actions: TemplateActions
  ) {
    super();
    this.addClass('lyc-Page');
    this.title.icon = templatesIcon;
    this.title.label = name;
    void this.load();
  }

  protected override render(): JSX.Element {
    return <UseSignal signal={this.changed}>{() => this.content()}</UseSignal>;
  }

  private content(): JSX.Element {
    if (this.problem) {
      return (
        <Trouble
          problem={this.problem}
          what={trans.__('templates')}
          retry={() => void this.load()}
        />
      );
    }
    return this.template ? this.page(this.template) : <Skeletons number={4} height={96} />;
  }

  private page(template: Template): JSX.Element {
    return (
      <article className="lyc-Article" aria-label={trans.__('Preview of %1', template.title)}>
        <header className="lyc-Article-head">
          <div>
            <p className="lyc-Quiet">{trans.__('Template, shown as it will be copied')}</p>
            <Facts template={template} />
            <HealthNote
              health={template.health}
              version={template.version}
              onOpen={this.actions.openRun}
            />
          </div>
          <Buttons template={template} actions={this.actions} />
        </header>
        {template.notebook.cells.map((cell, i) => (
          <Cell key={i} cell={cell} rendermime={this.rendermime} />
        ))}
      </article>
    );
  }

  private async load(): Promise<void> {
    this.problem = null;
    try {
      this.template = await fetchTemplate(this.service, this.name);
      this.title.label = this.template.title;
    } catch (error) {
      this.problem = asProblem(error);
    }
    this.changed.emit();
  }
}

interface CellProps {
  cell: ICell;
  rendermime: IRenderMimeRegistry;
}

function Cell({ cell, rendermime }: CellProps): JSX.Element {
  const source = joined(cell.source);
  return cell.cell_type === 'markdown' ? (
    <Markdown rendermime={rendermime} source={source} />
  ) : (
    <div className="lyc-CodeCell">
      <Code rendermime={rendermime} source={source} />
    </div>
  );
}

function joined(source: MultilineString): string {
  return Array.isArray(source) ? source.join('') : source;
}
