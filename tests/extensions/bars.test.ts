/** Loads by day become bars up to today: a day each, or a week each. */
import assert from 'node:assert/strict';
import test from 'node:test';

import { barsOf } from '../../extensions/src/entry/bars.ts';

const NOW = new Date('2026-11-22T23:30:00Z');

test('a bar a day, the days without loads among them', () => {
  const byDay = [
    { day: '2026-10-24', loads: 2 },
    { day: '2026-11-22', loads: 3 }
  ];
  const bars = barsOf(byDay, 30, NOW);
  assert.equal(bars.length, 30);
  assert.deepEqual([bars[0].from, bars[0].loads], ['2026-10-24', 2]);
  assert.deepEqual([bars[29].from, bars[29].loads], ['2026-11-22', 3]);
  assert.equal(
    bars.reduce((sum, { loads }) => sum + loads, 0),
    5
  );
});

test('of a year a bar a week, the last one up to today', () => {
  const bars = barsOf(
    [
      { day: '2026-11-16', loads: 1 },
      { day: '2026-11-22', loads: 1 }
    ],
    365,
    NOW
  );
  assert.equal(bars.length, 53);
  assert.deepEqual([bars[52].from, bars[52].loads], ['2026-11-16', 2]);
});

test('what is outside is left out', () => {
  const bars = barsOf(
    [
      { day: '2025-01-01', loads: 9 },
      { day: '2026-11-23', loads: 9 }
    ],
    30,
    NOW
  );
  assert.ok(bars.every(({ loads }) => loads === 0));
});
