/** What holds for the columns of a data set, in words. */
import { measured } from '../parts/quantity';
import type { Expectation } from './api';

/** Return for example “is between 0 and 24 in at least 99% of the rows”. */
export function expectationWords(expectation: Expectation): string {
  const { share } = expectation;
  const often = share < 1 ? ` in at least ${measured(share * 100)}% of the rows` : '';
  return ruleOf(expectation) + often;
}

function ruleOf({ expect, low, high, values }: Expectation): string {
  switch (expect) {
    case 'present':
      return 'is present';
    case 'unique':
      return 'is never the same twice';
    case 'one_of':
      return `is one of ${values.join(', ')}`;
    case 'between':
      return `is ${boundsOf(low, high)}`;
  }
}

function boundsOf(low: number | null, high: number | null): string {
  if (low !== null && high !== null) {
    return `between ${measured(low)} and ${measured(high)}`;
  }
  return low !== null ? `at least ${measured(low)}` : `at most ${measured(high!)}`;
}
