/** GPUs and their use in words. */
import { bytes } from '../parts/quantity';
import { trans } from '../words';
import type { Gpu } from './api';

/** Return for example “A100-SXM4-40GB: 37 % busy, 3.22 of 42.9 GB used”, of several GPUs taken together. */
export function inShort(gpus: readonly Gpu[]): string {
  const number = gpus.length > 1 ? `${gpus.length} × ` : '';
  return trans.__('%1: %2', `${number}${modelOf(gpus[0])}`, use(gpus));
}

/** Return a line for each GPU, and what a share means. */
export function inFull(gpus: readonly Gpu[]): string {
  const lines = gpus.map(gpu => trans.__('%1: %2', gpu.model, use([gpu])));
  const shared = gpus.some(gpu => gpu.share < 1);
  return [
    ...lines,
    ...(shared ? [trans.__('You share it: what others do on it counts here too.')] : [])
  ].join('\n');
}

function use(gpus: readonly Gpu[]): string {
  const used = sum(gpus.map(({ memory }) => memory.used));
  const total = sum(gpus.map(({ memory }) => memory.total));
  const told = gpus.flatMap(({ busy }) => (busy === null ? [] : [busy]));
  const memory = trans.__('%1 of %2 used', bytes(used), bytes(total));
  return told.length
    ? trans.__('%1 % busy, %2', Math.round(sum(told) / told.length), memory)
    : memory;
}

function modelOf(gpu: Gpu): string {
  return gpu.model.replace(/^NVIDIA /, '');
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
