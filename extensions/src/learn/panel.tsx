/** Learning in the left sidebar: courses, how far one is, and workshops. */
import React from 'react';
import { VDomRenderer } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';

import { Counts } from '../entry/star';
import { tutorialIcon } from '../icons';
import { moveFocus, ROW } from '../parts/keys';
import { count } from '../parts/quantity';
import { Empty, Skeletons, Stale, Trouble } from '../parts/states';
import { term } from '../parts/terms';
import { HealthBadge } from '../templates/health';
import { trans } from '../words';
import type { CourseCard } from './api';
import { CompletionTable } from './completion';
import type { LearnModel } from './model';
import { Modules } from './modules';
import { Workshops } from './workshops';

export interface LearnActions {
  open: (course: string, module: string) => void;
  verify: (certificate: string) => void;
  startWorkshop: (course: string) => void;
  openWorkshop: (code: string) => void;
  /** Open a run by its id. */
  openRun: (id: string) => void;
}

export class LearnPanel extends VDomRenderer<LearnModel> {
  constructor(
    model: LearnModel,
    private readonly actions: LearnActions
  ) {
    super(model);
    this.id = 'lyceum-learn';
    this.addClass('lyc-Panel');
    this.title.icon = tutorialIcon;
    this.title.caption = trans.__('Learn');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Learn'));
    model.isSeen = () => this.isVisible || !model.courses;
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    void this.model.refresh();
  }

  protected override render(): JSX.Element {
    const { courses, problem } = this.model;
    if (!courses) {
      const retry = () => void this.model.refresh();
      return problem ? (
        <Trouble problem={problem} what={trans.__('courses')} retry={retry} />
      ) : (
        <Skeletons number={2} height={132} />
      );
    }
    return (
      <div className="lyc-Scroll" onKeyDown={moveFocus}>
        <Stale problem={problem} />
        {courses.length ? (
          <ul className="lyc-Cards">
            {courses.map(course => (
              <Card key={course.name} course={course} model={this.model} actions={this.actions} />
            ))}
          </ul>
        ) : (
          <Empty icon={tutorialIcon} title={trans.__('No courses yet')}>
            <p>{trans.__('Courses that are published appear here, with what you have done.')}</p>
          </Empty>
        )}
        <Workshops model={this.model} actions={this.actions} />
      </div>
    );
  }
}

interface CardProps {
  course: CourseCard;
  model: LearnModel;
  actions: LearnActions;
}

function Card({ course, model, actions }: CardProps): JSX.Element {
  const isOpen = model.isLooked(course.name);
  return (
    <li className="lyc-Card lyc-Course" aria-label={course.title}>
      <div className="lyc-Card-head">
        <h3>
          <button
            className={`lyc-Card-open ${ROW}`}
            aria-expanded={isOpen}
            title={isOpen ? trans.__('Hide its modules') : trans.__('Show its modules')}
            onClick={() => void model.look(course.name)}
          >
            {course.title}
          </button>
        </h3>
      </div>
      <p className="lyc-Card-summary">{course.summary}</p>
      <p className="lyc-Facts">
        <span title={trans.__('Level')}>{term(course.level)}</span>
        <span>{count(course.duration, '%1 minute', '%1 minutes')}</span>
        {course.audience && <span title={trans.__('For')}>{course.audience}</span>}
        <Counts of={{ ...course, kind: 'course' }} />
        <HealthBadge health={course.health} version={course.version} onOpen={actions.openRun} />
      </p>
      <Progress course={course} />
      <Buttons course={course} model={model} actions={actions} />
      {model.isCounted(course.name) && (
        <CompletionTable found={model.completion} title={course.title} />
      )}
      {isOpen && <Modules course={model.course} actions={actions} />}
    </li>
  );
}

function Progress({ course }: { course: CourseCard }): JSX.Element | null {
  if (!course.enrolled) {
    return null;
  }
  const said = trans.__('%1 of %2 modules done', course.done, course.modules);
  return (
    <div className="lyc-Course-progress">
      <progress value={course.done} max={course.modules} aria-label={said} />
      <span>{said}</span>
    </div>
  );
}

function Buttons({ course, model, actions }: CardProps): JSX.Element {
  const { next, certificate } = course;
  return (
    <div className="lyc-Buttons">
      {next && (
        <button
          className="jp-mod-styled jp-mod-accept lyc-Button"
          title={trans.__('Open the next module, in your own copy')}
          onClick={() => actions.open(course.name, next)}
        >
          {course.enrolled ? trans.__('Continue') : trans.__('Start')}
        </button>
      )}
      {certificate && (
        <button
          className="jp-mod-styled lyc-Button"
          title={trans.__('Show the page where others can verify it')}
          onClick={() => actions.verify(certificate)}
        >
          {trans.__('Certificate')}
        </button>
      )}
      {course.manages && (
        <>
          <button
            className="jp-mod-styled lyc-Button"
            aria-expanded={model.isCounted(course.name)}
            title={trans.__('How many people have done each module')}
            onClick={() => void model.countPeople(course.name)}
          >
            {trans.__('Completion')}
          </button>
          <button
            className="jp-mod-styled lyc-Button"
            onClick={() => actions.startWorkshop(course.name)}
          >
            {trans.__('Start a workshop…')}
          </button>
        </>
      )}
    </div>
  );
}
