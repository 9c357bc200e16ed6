/** Of a template in several languages, everybody sees one. */
import assert from 'node:assert/strict';
import test from 'node:test';

import { inLanguage, languageOf } from '../../extensions/src/templates/language.ts';

const template = (name, language = 'en', translates = '') => ({ name, language, translates });
const seen = (templates, language) => inLanguage(templates, language).map(({ name }) => name);

const BOTH = [template('explore'), template('explore_fr', 'fr', 'explore')];

test('a template is seen once, in the language of Lab', () => {
  assert.deepEqual(seen(BOTH, 'fr'), ['explore_fr']);
  assert.deepEqual(seen(BOTH, 'en'), ['explore']);
});

test('in a language that nobody wrote in, it is seen in English', () => {
  assert.deepEqual(seen(BOTH, 'de'), ['explore']);
  assert.deepEqual(seen([...BOTH, template('train')], 'fr'), ['explore_fr', 'train']);
});

test('what is there in one language only is seen by everybody', () => {
  const alone = [template('budget_fr', 'fr'), template('retired_fr', 'fr', 'no_longer_there')];
  assert.deepEqual(seen(alone, 'en'), ['budget_fr', 'retired_fr']);
  assert.deepEqual(seen(alone, 'fr'), ['budget_fr', 'retired_fr']);
});

test('a language is told from its code', () => {
  assert.deepEqual(['fr_FR', 'fr-CA', 'fr', 'en', 'EN_us'].map(languageOf), ['fr', 'fr', 'fr', 'en', 'en']);
});
