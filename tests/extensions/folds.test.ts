/** Many of a kind that are linked in the same way stand as one in a lineage graph, until they are opened. */
import assert from 'node:assert/strict';
import test from 'node:test';

import { folded } from '../../extensions/src/entry/folds.ts';

const crowd = count => {
  const ids = Array.from({ length: count }, (_, i) => `notebook:${i}`);
  const edge = (to, i) => ({
    from: 'flights',
    to,
    role: 'read',
    count: 2,
    last_at: `2026-11-0${i}`
  });
  return {
    root: 'flights',
    nodes: ['flights', ...ids].map(id => ({
      id,
      kind: id === 'flights' ? 'entry' : 'notebook',
      label: id
    })),
    edges: ids.map(edge),
    left_out: 0
  };
};

test('a crowd is one node, with how often and when last', () => {
  const { nodes, edges } = folded(crowd(8), new Set());
  assert.deepEqual(
    nodes.map(({ label }) => label),
    ['flights', '8 notebooks']
  );
  assert.equal(edges.length, 1);
  assert.deepEqual([edges[0].count, edges[0].last_at], [16, '2026-11-07']);
  assert.equal(edges[0].to, nodes[1].id);
});

test('a crowd that is opened stands as it is, and so do a few', () => {
  const [, fold] = folded(crowd(8), new Set()).nodes;
  assert.equal(folded(crowd(8), new Set([fold.id])).nodes.length, 9);
  assert.equal(folded(crowd(6), new Set()).nodes.length, 7);
});

test('what leads on is never folded', () => {
  const graph = crowd(8);
  graph.nodes.push({ id: 'after', kind: 'entry', label: 'after' });
  graph.edges.push({
    from: 'notebook:1',
    to: 'after',
    role: 'read',
    count: 1,
    last_at: null
  });
  const ids = folded(graph, new Set()).nodes.map(({ id }) => id);
  assert.ok(ids.includes('notebook:1') && ids.includes('after'));
  assert.equal(ids.length, 4);
});
