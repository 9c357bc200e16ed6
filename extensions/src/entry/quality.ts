/** What holds for the columns of a data set, in words. */
import { measured } from '../parts/quantity';
import { trans } from '../words';
import type { Expectation } from './api';

/** Return for example “is between 0 and 24 in at least 99% of the rows”. */
export function expectationWords(expectation: Expectation): string {
  const { share } = expectation;
  const often = share < 1 ? trans.__(' in at least %1% of the rows', measured(share * 100)) : '';
  return ruleOf(expectation) + often;
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
      return `is ${boundsOf(low, high)}`;
  }
}

function boundsOf(low: number | null, high: number | null): string {
  if (low !== null && high !== null) {
    return `between ${measured(low)} and ${measured(high)}`;
  }
  return low !== null
    ? trans.__('at least %1', measured(low))
    : trans.__('at most %1', measured(high!));
}
