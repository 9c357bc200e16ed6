/** The templates in the left sidebar. */
import React from 'react';
import { VDomRenderer } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';

import { Counts } from '../entry/star';
import { templatesIcon } from '../icons';
import { moveFocus, ROW } from '../parts/keys';
import { count } from '../parts/quantity';
import { Empty, Skeletons, Stale, Trouble } from '../parts/states';
import { whoWord } from '../parts/who';
import { trans } from '../words';
import { term } from '../parts/terms';
import type { TemplateSummary } from './api';
import { HealthBadge } from './health';
import type { TemplatesModel } from './model';
import type { NearModel } from './near';
import { Suggestions } from './suggestions';

/** What can be done with a template; each takes its name. */
export interface TemplateActions {
  preview: (name: string) => void;
  use: (name: string) => void;
  run: (name: string) => void;
  /** Open a run by its id. */
  openRun: (id: string) => void;
}

export class TemplatesPanel extends VDomRenderer<TemplatesModel> {
  constructor(
    model: TemplatesModel,
    private readonly near: NearModel,
    private readonly actions: TemplateActions
  ) {
    super(model);
    this.id = 'lyceum-templates';
    this.addClass('lyc-Panel');
    this.title.icon = templatesIcon;
    this.title.caption = trans.__('Templates');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Templates'));
    near.isSeen = () => this.isVisible;
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    void this.model.refresh();
    this.near.look();
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
        <Suggestions near={this.near} templates={templates} onOpen={this.actions.preview} />
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
      <Facts template={template} onOpen={actions.openRun} />
      <Buttons template={template} actions={actions} />
    </li>
  );
}

interface FactsProps {
  template: TemplateSummary;
  /** Open a run by its id; without it nothing is told of runs. */
  onOpen?: (run: string) => void;
}

export function Facts({ template, onOpen }: FactsProps): JSX.Element {
  return (
    <p className="lyc-Facts">
      <span title={trans.__('Level')}>{term(template.level)}</span>
      {template.duration && <span>{count(template.duration, '%1 minute', '%1 minutes')}</span>}
      <span title={trans.__('Owner')}>{whoWord(template.owner)}</span>
      <Counts of={{ ...template, kind: 'template' }} />
      {onOpen && (
        <HealthBadge health={template.health} version={template.version} onOpen={onOpen} />
      )}
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
