/** What holds for the columns of a data set, in words. */
import { measured } from '../parts/quantity';
import { trans } from '../words';
import type { Expectation } from './api';
import { percent } from './distribution';

/** Return for example “is between 0 and 24 in at least 99 % of the rows”. */
export function expectationWords(expectation: Expectation): string {
  const { share } = expectation;
  const rule = ruleOf(expectation);
  return share < 1 ? trans.__('%1 in at least %2 of the rows', rule, percent(share)) : rule;
}

function ruleOf({ expect, low, high, values }: Expectation): string {
  switch (expect) {
    case 'present':
      return trans.__('is present');
    case 'unique':
      return trans.__('is never the same twice');
    case 'one_of':
      return trans.__('is one of %1', values.join(', '));
    case 'between':
      return boundsOf(low, high);
  }
}

function boundsOf(low: number | null, high: number | null): string {
  if (low !== null && high !== null) {
    return trans.__('is between %1 and %2', measured(low), measured(high));
  }
  return low !== null
    ? trans.__('is at least %1', measured(low))
    : trans.__('is at most %1', measured(high!));
}
