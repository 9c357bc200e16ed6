/** Workshops in the panel: joining one by its code, and those one is in or gives. */
import React, { useState } from 'react';

import { attempt } from '../parts/attempt';
import { exact } from '../parts/time';
import { trans } from '../words';
import type { Workshop } from './api';
import type { LearnModel } from './model';
import type { LearnActions } from './panel';

interface WorkshopsProps {
  model: LearnModel;
  actions: LearnActions;
}

export function Workshops({ model, actions }: WorkshopsProps): JSX.Element {
  const present = model.workshops.filter(workshop => !workshop.over || workshop.gives);
  return (
    <section className="lyc-Workshops" aria-label={trans.__('Workshops')}>
      <h3>{trans.__('Workshops')}</h3>
      {present.length > 0 && (
        <ul>
          {present.map(workshop => (
            <Row key={workshop.code} workshop={workshop} actions={actions} />
          ))}
        </ul>
      )}
      <Join model={model} />
    </section>
  );
}

function Row({ workshop, actions }: { workshop: Workshop; actions: LearnActions }): JSX.Element {
  const { code, title, instructor, ends_at, gives, over } = workshop;
  return (
    <li aria-label={title}>
      <strong>{title}</strong>
      {gives ? (
        <button className="lyc-Link" onClick={() => actions.openWorkshop(code)}>
          {over ? trans.__('over') : trans.__('Who is where')}
        </button>
      ) : (
        <p className="lyc-Quiet">
          {trans.__(
            'Until %1, %2 sees which exercises you tried and which are right.',
            exact(ends_at),
            instructor
          )}
        </p>
      )}
    </li>
  );
}

function Join({ model }: { model: LearnModel }): JSX.Element {
  const [code, setCode] = useState('');
  const join = async () => {
    await model.join(code.trim());
    setCode('');
  };
  return (
    <form
      className="lyc-Workshops-join"
      onSubmit={event => {
        event.preventDefault();
        void attempt(join());
      }}
    >
      <input
        className="jp-mod-styled"
        aria-label={trans.__('Code of a workshop')}
        placeholder={trans.__('Code')}
        autoComplete="off"
        spellCheck={false}
        maxLength={20}
        value={code}
        onChange={event => setCode(event.target.value)}
      />
      <button className="jp-mod-styled lyc-Button" type="submit" disabled={!code.trim()}>
        {trans.__('Join')}
      </button>
    </form>
  );
}
