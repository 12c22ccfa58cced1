/** Why a record, or a figure of a book, bears no trajectory. */
export const dropCauses = [
  'diagnosis not in the ontology',
  'malignancy of the diagnosis varies',
  'no card of the diagnosis with visible signs',
  'signs not annotated, image not measured',
  'no sign both shown and in the card',
  'nothing but a color or an outline both shown and in the card',
  'nothing on view sets another disease aside',
  'more images of the diagnosis than trajectories asked for',
  'figure without an image file',
  'figure outside the disease sections',
  'figure of a disease that the ontology does not know',
  'figure that shows no skin of a patient',
  'figure whose caption names another disease',
  'figure whose caption names no sign',
  'figure whose caption names only hues, of a picture without color',
] as const;

/** One of {@link dropCauses}. */
export type DropCause = (typeof dropCauses)[number];

/** A record or figure that bears no trajectory, with the reason. */
export interface DroppedRecord {
  readonly recordId: string;
  readonly cause: DropCause;
  /** The cause in this very case, for people to read. */
  readonly reason: string;
}

/** How many records were dropped for one cause. */
export interface DropCount {
  readonly cause: DropCause;
  readonly count: number;
  /** The commonest reasons under this cause, most first. */
  readonly reasons: readonly { readonly reason: string; readonly count: number }[];
}

/** Counts dropped records by cause, most first, and by reason within a cause. */
export function summarizeDropped(dropped: readonly DroppedRecord[]): DropCount[] {
  return [...tally(dropped, ({ cause }) => cause)].map(([cause, members]) => ({
    cause,
    count: members.length,
    reasons: [...tally(members, ({ reason }) => reason)].map(([reason, { length }]) => ({
      reason,
      count: length,
    })),
  }));
}

/** Groups by a key, the largest group first. */
function tally<Key extends string>(
  dropped: readonly DroppedRecord[],
  keyOf: (record: DroppedRecord) => Key,
): Map<Key, DroppedRecord[]> {
  const groups = new Map<Key, DroppedRecord[]>();
  for (const record of dropped) {
    const known = groups.get(keyOf(record));
    if (known) known.push(record);
    else groups.set(keyOf(record), [record]);
  }
  return new Map([...groups].sort(([, a], [, b]) => b.length - a.length));
}
