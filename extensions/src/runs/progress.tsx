/** How far a run has come. */
import React from 'react';

import { trans } from '../words';
import type { Progress as Passed } from './api';

export function Progress({ progress }: { progress: Passed }): JSX.Element {
  const { done, total, current } = progress;
  const words = current ? `cell ${current.index + 1} of ${total}` : `${done} of ${total} cells`;
  return (
    <div className="lyc-Progress">
      <progress
        value={done}
        max={Math.max(total, 1)}
        aria-label={trans.__('Cells done')}
        aria-valuetext={words}
      />
      <span>{words}</span>
    </div>
  );
}
