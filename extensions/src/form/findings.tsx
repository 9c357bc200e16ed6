/** What might go wrong, said once before anything runs. */
import React, { useEffect, useRef } from 'react';

import { trans } from '../words';
import type { Finding } from './api';

export interface FindingsProps {
  findings: Finding[];
}

/** The notice that takes the form's place until one decides. */
export function Findings({ findings }: FindingsProps): JSX.Element {
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => notice.current?.focus(), []);
  return (
    <div ref={notice} tabIndex={-1} role="group" aria-label={trans.__('Before it runs')}>
      <Warnings findings={findings} />
    </div>
  );
}

export function Warnings({ findings }: FindingsProps): JSX.Element {
  return (
    <section className="lyc-Findings" role="alert">
      <h3>{trans.__('Before it runs')}</h3>
      <ul>
        {findings.map(({ message, remedy }) => (
          <li key={message}>
            {message} {remedy && <span className="lyc-Quiet">{remedy}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
