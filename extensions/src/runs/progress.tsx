/** How far a run has come. */
import React from 'react';

import { trans } from '../words';
import type { Progress as Passed } from './api';

export function Progress({ progress }: { progress: Passed }): JSX.Element {
  const { done, total, current } = progress;
  const words = current
    ? trans.__('cell %1 of %2', current.index + 1, total)
    : trans.__('%1 of %2 cells', done, total);
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
