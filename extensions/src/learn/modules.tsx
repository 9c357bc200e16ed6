/** The modules of a course: what is done, and what is asked in each. */
import React from 'react';

import { count } from '../parts/quantity';
import { Skeletons } from '../parts/states';
import { HealthBadge } from '../templates/health';
import { trans } from '../words';
import type { Check, Course, Module } from './api';
import type { LearnActions } from './panel';

interface ModulesProps {
  /** Null until it is loaded. */
  course: Course | null;
  actions: LearnActions;
}

export function Modules({ course, actions }: ModulesProps): JSX.Element {
  if (!course) {
    return <Skeletons number={1} height={160} />;
  }
  return (
    <ol className="lyc-Modules" aria-label={trans.__('Modules of %1', course.title)}>
      {course.modules.map(module => (
        <Row
          key={module.name}
          module={module}
          isNext={module.name === course.next}
          open={() => actions.open(course.name, module.name)}
          version={course.version}
          openRun={actions.openRun}
        />
      ))}
    </ol>
  );
}

interface RowProps {
  module: Module;
  isNext: boolean;
  /** Of the course. */
  version: number;
  open: () => void;
  openRun: (id: string) => void;
}

function Row({ module, isNext, version, open, openRun }: RowProps): JSX.Element {
  const { title, duration, checks, passed, done, health } = module;
  const state = done
    ? trans.__('done')
    : trans.__('%1 of %2 exercises right', passed, checks.length);
  return (
    <li aria-label={title} aria-current={isNext ? 'step' : undefined}>
      <span className="lyc-Modules-sign" aria-hidden="true">
        {done ? '✓' : isNext ? '→' : '○'}
      </span>
      <div>
        <button className="lyc-Link" title={trans.__('Open %1', title)} onClick={open}>
          {title}
        </button>
        <p className="lyc-Facts">
          <span>{count(duration, '%1 minute', '%1 minutes')}</span>
          <span>{state}</span>
          <HealthBadge health={health} version={version} onOpen={openRun} />
        </p>
        {passed > 0 && !done && (
          <ul className="lyc-Modules-checks">
            {checks.map(check => (
              <li key={check.name}>{said(check)}</li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}

function said({ name, question, state }: Check): string {
  const sign = { passed: '✓', tried: '✗', open: '○' }[state];
  return `${sign} ${question || name}`;
}
