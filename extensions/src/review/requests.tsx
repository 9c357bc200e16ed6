/** Somebody asks to read an entry: what for, and the two answers. */
import React, { useState } from 'react';

import { ROW } from '../parts/keys';
import { When } from '../parts/time';
import { trans } from '../words';
import type { AccessRequest } from './api';

const MOST_DAYS = 730;
const DAYS = 90;

export interface RequestRowProps {
  request: AccessRequest;
  actions: {
    openEntry: (name: string) => void;
    grant: (request: AccessRequest, days: number) => void;
    refuse: (request: AccessRequest) => void;
  };
}

export function RequestRow({ request, actions }: RequestRowProps): JSX.Element {
  const { entry, person, purpose, asked_at: at } = request;
  const [days, setDays] = useState(String(request.days ?? DAYS));
  const number = Number(days);
  const isRight = Number.isInteger(number) && number >= 1 && number <= MOST_DAYS;
  const title = trans.__('%1 asks to read %2', person, entry);
  return (
    <li className="lyc-Row" aria-label={title}>
      <button
        className={ROW}
        title={trans.__('Open the entry “%1”', entry)}
        onClick={() => actions.openEntry(entry)}
      >
        {title}
      </button>
      <p className="lyc-Row-text">{purpose}</p>
      <p className="lyc-Facts">
        <When instant={at} />
      </p>
      <form
        className="lyc-Request"
        onSubmit={event => {
          event.preventDefault();
          actions.grant(request, number);
        }}
      >
        <button className="jp-mod-styled jp-mod-accept lyc-Button" disabled={!isRight}>
          {trans.__('Grant')}
        </button>
        <label>
          {trans.__('for')}{' '}
          <input
            className="jp-mod-styled lyc-Input"
            type="number"
            min={1}
            max={MOST_DAYS}
            value={days}
            aria-invalid={!isRight}
            onChange={event => setDays(event.target.value)}
          />{' '}
          {trans.__('days')}
        </label>
        <button
          type="button"
          className="jp-mod-styled lyc-Button"
          onClick={() => actions.refuse(request)}
        >
          {trans.__('Refuse…')}
        </button>
      </form>
    </li>
  );
}
