/** What the service answers to one question of a view, and asking it again. */
import React, { useCallback, useEffect, useState } from 'react';

import { asProblem, type Problem } from '../request';
import { Skeletons, Trouble } from './states';

export interface Answer<T> {
  /** The newest answer; an older one stays until there is another. */
  found: T | null;
  problem: Problem | null;
  again: () => void;
}

/** Ask when first shown, and anew whenever one of the keys changes. */
export function useAnswer<T>(ask: () => Promise<T>, keys: React.DependencyList): Answer<T> {
  const [state, setState] = useState<Omit<Answer<T>, 'again'>>({ found: null, problem: null });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    const keep = (next: Partial<Answer<T>>) =>
      isCurrent && setState(last => ({ ...last, problem: null, ...next }));
    ask().then(
      found => keep({ found }),
      error => keep({ problem: asProblem(error) })
    );
    return () => {
      isCurrent = false;
    };
  }, [...keys, turn]);
  return { ...state, again: useCallback(() => setTurn(last => last + 1), []) };
}

export interface AnsweredProps<T> {
  answer: Answer<T>;
  /** What cannot be shown while nobody answers: “versions”. */
  what: string;
  /** About how high it will be. */
  height: number;
  children: (found: T) => JSX.Element;
}

/** Show an answer once it is there; before that, that it is awaited, or why it does not come. */
export function Answered<T>({ answer, what, height, children }: AnsweredProps<T>): JSX.Element {
  const { found, problem, again } = answer;
  if (problem) {
    return <Trouble problem={problem} what={what} retry={again} />;
  }
  return found === null ? <Skeletons number={1} height={height} /> : children(found);
}
