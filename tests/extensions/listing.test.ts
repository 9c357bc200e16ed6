/** The list of runs shows what one looks for, and a sweep on one line. */
import assert from 'node:assert/strict';
import test from 'node:test';

import { counted, isFiltering, listed, titleOf } from '../../extensions/src/runs/listing.ts';

const run = (id, more = {}) => ({ id, name: id, state: 'succeeded', owner: 'ada', group: null, ...more });
const lines = items =>
  items.map(item => (item.group ? [item.group, ...item.runs.map(({ id }) => id)] : item.run.id));
const ALL = { text: '', standing: '' };

test('a sweep is one line, where its newest run stands', () => {
  const runs = [run('a'), run('s3', { group: 's' }), run('b'), run('s2', { group: 's' })];
  assert.deepEqual(lines(listed(runs, ALL)), ['a', ['s', 's3', 's2'], 'b']);
});

test('states of one kind are found together', () => {
  const states = ['queued', 'running', 'failed', 'lost', 'timed_out', 'kernel_died', 'cancelled'];
  const runs = states.map(state => run(state, { state }));
  const found = standing => lines(listed(runs, { text: '', standing }));
  assert.deepEqual(found('active'), ['queued', 'running']);
  assert.deepEqual(found('failed'), ['failed', 'lost', 'timed_out', 'kernel_died']);
  assert.deepEqual(found('succeeded'), []);
});

test('every word is looked for, in name, template, owner and reason', () => {
  const runs = [run('Nightly sales', { template: 'report' }), run('b', { reason: 'No SALES file' })];
  const found = text => lines(listed(runs, { text, standing: '' }));
  assert.deepEqual(found('sales'), ['Nightly sales', 'b']);
  assert.deepEqual(found(' report  night '), ['Nightly sales']);
  assert.deepEqual(found('ada file'), ['b']);
  assert.deepEqual(found('(.*)'), []);
});

test('a filter of blanks filters nothing', () => {
  assert.ok(!isFiltering({ text: '  ', standing: '' }));
  assert.ok(isFiltering({ text: '', standing: 'failed' }));
});

test('a sweep is called by what its runs share', () => {
  assert.equal(titleOf(run('Nightly (v2) (top=3)')), 'Nightly (v2)');
  assert.equal(titleOf(run('plain')), 'plain');
});

test('states are counted, most frequent first', () => {
  const runs = [run('a', { state: 'failed' }), run('b'), run('c')];
  assert.deepEqual(counted(runs), [
    ['succeeded', 2],
    ['failed', 1]
  ]);
});
