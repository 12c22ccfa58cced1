import type { Random } from '@skinr1/core';

/**
 * At most `limit` items, as many of each group as of any other while there are any left: the groups give one in
 * turn, in a drawn order. All of a small group are taken; large ones share the rest.
 */
export function balancedSample<T>(
  items: readonly T[],
  groupOf: (item: T) => string,
  limit: number,
  random: Random,
): T[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(groupOf(item));
    if (group) group.push(item);
    else groups.set(groupOf(item), [item]);
  }
  const orders = [...groups].map(([name, members]) => random.fork(name).shuffle(members));
  const taken: T[] = [];
  for (let turn = 0; taken.length < Math.min(limit, items.length); turn++) {
    for (const order of random.fork(`turn ${turn}`).shuffle(orders)) {
      const item = order[turn];
      if (item !== undefined && taken.length < limit) taken.push(item);
    }
  }
  return taken;
}
