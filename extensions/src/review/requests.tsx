/** Somebody asks to read an entry: what for, and the two answers. */
import React, { useState } from 'react';

import { ROW } from '../parts/keys';
import { When } from '../parts/time';
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
  const title = `${person} asks to read ${entry}`;
  return (
    <li className="lyc-Row" aria-label={title}>
      <button
        className={ROW}
        title={`Open the entry “${entry}”`}
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
          Grant
        </button>
        <label>
          for{' '}
          <input
            className="jp-mod-styled lyc-Input"
            type="number"
            min={1}
            max={MOST_DAYS}
            value={days}
            aria-invalid={!isRight}
            onChange={event => setDays(event.target.value)}
          />{' '}
          days
        </label>
        <button
          type="button"
          className="jp-mod-styled lyc-Button"
          onClick={() => actions.refuse(request)}
        >
          Refuse…
        </button>
      </form>
    </li>
  );
}
