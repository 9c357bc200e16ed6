/** Intervals, presets and the clocks of zones, as the run form reads and shows them. */
import assert from 'node:assert/strict';
import test from 'node:test';

import {
  cronOf,
  instantOf,
  intervalOf,
  localOf,
  presetOf,
  secondsOf
} from '../../extensions/src/form/timing.ts';
import { Unreadable } from '../../extensions/src/form/values.ts';

for (const [amount, unit, seconds] of [
  ['15', 'minutes', 900],
  ['1', 'hours', 3600],
  ['366', 'days', 31_622_400]
]) {
  test(`every ${amount} ${unit} is ${seconds} s, and back`, () => {
    assert.equal(secondsOf(amount, unit), seconds);
    assert.deepEqual(intervalOf(seconds), { every: amount, unit });
  });
}

test('an interval is shown in its largest unit', () => {
  assert.deepEqual(intervalOf(86_400), { every: '1', unit: 'days' });
  assert.deepEqual(intervalOf(5400), { every: '90', unit: 'minutes' });
});

for (const [amount, unit] of [
  ['', 'minutes'],
  ['0', 'hours'],
  ['-1', 'days'],
  ['1.5', 'hours'],
  ['367', 'days'],
  ['soon', 'minutes']
]) {
  test(`every ${JSON.stringify(amount)} ${unit} is refused`, () => {
    assert.throws(() => secondsOf(amount, unit), Unreadable);
  });
}

test('a cron expression is recognised as the preset it came from', () => {
  for (const preset of ['day', 'weekday', 'monday'] as const) {
    assert.deepEqual(presetOf(cronOf(preset, '06:05')), {
      preset,
      time: '06:05'
    });
  }
  assert.deepEqual(presetOf('0 * * * *'), { preset: 'hour' });
  assert.deepEqual(presetOf('*/5 * * * *'), { preset: 'custom' });
});

for (const [local, zone, instant] of [
  ['2026-07-01T06:00', 'Europe/Paris', '2026-07-01T04:00:00.000Z'],
  ['2026-12-01T06:00', 'Europe/Paris', '2026-12-01T05:00:00.000Z'],
  ['2026-01-01T00:00', 'UTC', '2026-01-01T00:00:00.000Z'],
  ['2026-03-29T03:30', 'Europe/Paris', '2026-03-29T01:30:00.000Z'],
  ['2026-10-25T04:00', 'Europe/Paris', '2026-10-25T03:00:00.000Z'],
  ['2026-06-01T00:15', 'Asia/Kathmandu', '2026-05-31T18:30:00.000Z']
]) {
  test(`${local} in ${zone} is ${instant}, and back`, () => {
    assert.equal(instantOf(local, zone), instant);
    assert.equal(localOf(instant, zone), local);
  });
}

test('no date and no zone are refused', () => {
  assert.throws(() => instantOf('soon', 'UTC'), Unreadable);
  assert.throws(() => instantOf('2026-01-01T00:00', 'Nowhere/At_all'), Unreadable);
});
