/** A history in little: a line of numbers, or a row of results; each says in words what it shows. */
import React from 'react';

import { measured } from '../parts/quantity';
import { exact, lasting } from '../parts/time';
import { trans } from '../words';
import { isFailure, type Past } from './api';
import { word } from './state';

const WIDTH = 96;
const HEIGHT = 20;
const BAR = 6;

/** A line through numbers, oldest first, its end marked; nothing for fewer than two. */
export function Sparkline({
  values,
  name
}: {
  values: number[];
  name: string;
}): JSX.Element | null {
  if (values.length < 2) {
    return null;
  }
  const points = placed(values);
  const [x, y] = points[points.length - 1];
  return (
    <svg
      className="lyc-Sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={inWords(values, name)}
    >
      <title>{inWords(values, name)}</title>
      <polyline points={points.map(point => point.join(',')).join(' ')} />
      <circle cx={x} cy={y} r="2" />
    </svg>
  );
}

function placed(values: number[]): [number, number][] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const step = (WIDTH - 6) / (values.length - 1);
  return values.map((value, i) => {
    const share = high === low ? 0.5 : (value - low) / (high - low);
    return [round(3 + i * step), round(HEIGHT - 3 - share * (HEIGHT - 6))];
  });
}

function inWords(values: number[], name: string): string {
  return trans.__(
    '%1 over %2 runs: from %3 to %4, last %5',
    name,
    values.length,
    measured(Math.min(...values)),
    measured(Math.max(...values)),
    measured(values[values.length - 1])
  );
}

/** The last results of a schedule, if there are several: a bar as high as the run took, hollow and crossed where it failed. */
export function Results({ past, most = 14 }: { past: Past[]; most?: number }): JSX.Element | null {
  const shown = past.slice(-most);
  if (shown.length < 2) {
    return null;
  }
  const longest = Math.max(...shown.map(({ seconds }) => seconds ?? 0), 1);
  const width = shown.length * (BAR + 2);
  const words = resultsInWords(shown);
  return (
    <svg
      className="lyc-Results"
      viewBox={`0 0 ${width} ${HEIGHT}`}
      width={width}
      height={HEIGHT}
      role="img"
      aria-label={words}
    >
      {shown.map((result, i) => (
        <Bar key={result.run} result={result} x={i * (BAR + 2)} longest={longest} />
      ))}
    </svg>
  );
}

function Bar({ result, x, longest }: { result: Past; x: number; longest: number }): JSX.Element {
  const { state, seconds, at } = result;
  const height = round(4 + ((HEIGHT - 6) * (seconds ?? 0)) / longest);
  const top = HEIGHT - height - 0.5;
  const took = seconds === null ? '' : trans.__('took %1', lasting(seconds));
  return (
    <g className={`lyc-Results-bar ${tone(state)}`}>
      <title>{[word(state), exact(at), took].filter(Boolean).join(', ')}</title>
      <rect x={x + 0.5} y={top} width={BAR - 1} height={height} rx="1" />
      {isFailure(state) && <path d={`M${x + 1} ${HEIGHT - 5.5}l4 4m0 -4l-4 4`} />}
    </g>
  );
}

function tone(state: Past['state']): string {
  if (state === 'succeeded') {
    return 'lyc-mod-good';
  }
  return isFailure(state) ? 'lyc-mod-bad' : 'lyc-mod-quiet';
}

function resultsInWords(shown: Past[]): string {
  const counts = new Map<string, number>();
  shown.forEach(({ state }) => counts.set(word(state), (counts.get(word(state)) ?? 0) + 1));
  const each = Array.from(counts, ([state, number]) => `${number} ${state}`).join(', ');
  const last = shown[shown.length - 1];
  const results = trans.__(
    'Last %1 results: %2; the newest %3',
    shown.length,
    each,
    word(last.state)
  );
  return last.seconds === null
    ? results
    : `${results}, ${trans.__('took %1', lasting(last.seconds))}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
