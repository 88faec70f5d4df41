import { expect, test } from 'vitest';
import { aModel, aVideoModel } from './model.fixture';
import { groupModels, searchModels } from './search-models';

const models = [{ ...aModel(), tags: ['anime'] }, aVideoModel()];
const ids = (search: string) => searchModels(models, search).map((model) => model.id);

test('every word counts, wherever it stands', () => {
  expect(ids('')).toEqual(['test-model', 'test-video']);
  expect(ids('ANIME')).toEqual(['test-model']);
  expect(ids('key frames')).toEqual(['test-video']);
  expect(ids('anime video')).toEqual([]);
});

test('models are grouped by what they make, without empty groups', () => {
  expect(groupModels(models).map((group) => [group.label, group.models.length])).toEqual([
    ['Images', 1],
    ['Videos', 1],
  ]);
  expect(groupModels([aModel()]).map((group) => group.label)).toEqual(['Images']);
});
