/** The templates in the left sidebar. */
import React from 'react';
import { VDomRenderer } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';

import { templatesIcon } from '../icons';
import { moveFocus, ROW } from '../parts/keys';
import { count } from '../parts/quantity';
import { Empty, Skeletons, Stale, Trouble } from '../parts/states';
import { whoWord } from '../parts/who';
import { trans } from '../words';
import { term } from '../parts/terms';
import type { TemplateSummary } from './api';
import type { TemplatesModel } from './model';

/** What can be done with a template; each takes its name. */
export interface TemplateActions {
  preview: (name: string) => void;
  use: (name: string) => void;
  run: (name: string) => void;
}

export class TemplatesPanel extends VDomRenderer<TemplatesModel> {
  constructor(
    model: TemplatesModel,
    private readonly actions: TemplateActions
  ) {
    super(model);
    this.id = 'lyceum-templates';
    this.addClass('lyc-Panel');
    this.title.icon = templatesIcon;
    this.title.caption = trans.__('Templates');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Templates'));
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    void this.model.refresh();
  }

  protected override render(): JSX.Element {
    const { templates, problem } = this.model;
    if (!templates) {
      return problem ? (
        <Trouble
          problem={problem}
          what={trans.__('templates')}
          retry={() => void this.model.refresh()}
        />
      ) : (
        <Skeletons number={3} height={116} />
      );
    }
    if (!templates.length) {
      return (
        <Empty icon={templatesIcon} title={trans.__('No templates yet')}>
          <p>{trans.__('Notebooks that stewards publish to start from appear here.')}</p>
        </Empty>
      );
    }
    return (
      <div className="lyc-Scroll" onKeyDown={moveFocus}>
        <Stale problem={problem} />
        <p className="lyc-Count">{count(templates.length, '%1 template', '%1 templates')}</p>
        <ul className="lyc-Cards">
          {templates.map(template => (
            <Card key={template.name} template={template} actions={this.actions} />
          ))}
        </ul>
      </div>
    );
  }
}

interface CardProps {
  template: TemplateSummary;
  actions: TemplateActions;
}

function Card({ template, actions }: CardProps): JSX.Element {
  return (
    <li className="lyc-Card" aria-label={template.title}>
      <div className="lyc-Card-head">
        <h3>
          <button
            className={`lyc-Card-open ${ROW}`}
            title={trans.__('Look inside before using it')}
            onClick={() => actions.preview(template.name)}
          >
            {template.title}
          </button>
        </h3>
      </div>
      <p className="lyc-Card-summary">{template.summary}</p>
      <Facts template={template} />
      <Buttons template={template} actions={actions} />
    </li>
  );
}

export function Facts({ template }: { template: TemplateSummary }): JSX.Element {
  return (
    <p className="lyc-Facts">
      <span title={trans.__('Level')}>{term(template.level)}</span>
      {template.duration && <span>{count(template.duration, '%1 minute', '%1 minutes')}</span>}
      <span title={trans.__('Owner')}>{whoWord(template.owner)}</span>
    </p>
  );
}

export function Buttons({ template, actions }: CardProps): JSX.Element {
  return (
    <div className="lyc-Buttons">
      <button
        className="jp-mod-styled jp-mod-accept lyc-Button"
        title={trans.__('Copy it into the current folder and open it')}
        onClick={() => actions.use(template.name)}
      >
        {trans.__('Use')}
      </button>
      <button
        className="jp-mod-styled lyc-Button"
        title={trans.__('Run it as a job, now or on a schedule')}
        onClick={() => actions.run(template.name)}
      >
        {trans.__('Run…')}
      </button>
    </div>
  );
}
