/** How the values of a column are distributed: a small picture, and the same in words. */
import React from 'react';

import { measured } from '../parts/quantity';
import { trans } from '../words';
import { rich } from '../parts/rich';
import type { ColumnProfile, Histogram, ValueType } from './profiles';

const WIDTH = 132;
const HEIGHT = 28;
const SHOWN = 3;

interface DistributionProps {
  column: ColumnProfile;
  rows: number;
}

export function Distribution({ column, rows }: DistributionProps): JSX.Element {
  if (column.spread) {
    return <Numbers column={column} />;
  }
  if (column.top?.length) {
    return <Frequent column={column} rows={rows} />;
  }
  return <span className="lyc-Quiet">{reason(column)}</span>;
}

function reason({ personal, type, top, groups }: ColumnProfile): string {
  if (groups) {
    return trans.__('by group above');
  }
  if (personal) {
    return trans.__('personal: no values are told');
  }
  return type === 'other'
    ? trans.__('nested values')
    : top
      ? trans.__('no value repeats')
      : trans.__('long or all different texts');
}

function Numbers({ column }: { column: ColumnProfile }): JSX.Element {
  const { quantiles, histogram } = column.spread!;
  const at = (share: number) => {
    const found = quantiles.find(quantile => quantile.share === share);
    return found ? written(found.value, column.type) : '';
  };
  return (
    <>
      {histogram && <Bars histogram={histogram} />}
      <div className="lyc-Quiet" title={tails(histogram)}>
        {rich('%1 to %2, median %3', at(0), at(1), at(0.5))}
      </div>
    </>
  );
}

function Bars({ histogram }: { histogram: Histogram }): JSX.Element {
  const { counts } = histogram;
  const most = Math.max(...counts, 1);
  const width = WIDTH / counts.length;
  return (
    <svg className="lyc-Histogram" width={WIDTH} height={HEIGHT} aria-hidden="true">
      {counts.map((rows, place) => {
        const height = rows && Math.max(1, (rows / most) * (HEIGHT - 1));
        const gap = counts.length > 40 ? 0 : Math.min(1, width / 4);
        return (
          <rect
            key={place}
            x={place * width}
            y={HEIGHT - height}
            width={width - gap}
            height={height}
          />
        );
      })}
    </svg>
  );
}

function tails(histogram: Histogram | undefined): string | undefined {
  return histogram && histogram.below + histogram.above
    ? trans.__('The picture leaves out the lowest and the highest half percent')
    : undefined;
}

function Frequent({ column, rows }: DistributionProps): JSX.Element {
  const about = column.top_error ? '≈ ' : '';
  return (
    <ul className="lyc-Frequent">
      {column.top!.slice(0, SHOWN).map(top => (
        <li key={top.value}>
          <span className="lyc-Frequent-bar" aria-hidden="true">
            <span style={{ width: `${(100 * top.rows) / rows}%` }} />
          </span>
          {about}
          {percent(top.rows / rows)} {top.value}
        </li>
      ))}
    </ul>
  );
}

/** Return for example “91 %”, with a digit more where that would be all or nothing. */
export function percent(share: number): string {
  const digits = share > 0 && share < 1 && (share < 0.01 || share > 0.99) ? 2 : 0;
  const style = new Intl.NumberFormat(document.documentElement.lang || 'en', {
    maximumFractionDigits: digits
  });
  return `${style.format(100 * share)} %`;
}

/** Return a value of a spread as people read it. */
export function written(value: number, type: ValueType): string {
  const instant = { date: 86_400_000, datetime: 1000 }[type as 'date' | 'datetime'];
  if (!instant) {
    return measured(value);
  }
  const iso = new Date(value * instant).toISOString();
  return type === 'date' ? iso.slice(0, 10) : iso.slice(0, 16).replace('T', ' ');
}
