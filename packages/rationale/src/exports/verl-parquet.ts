import type { VerlRow } from './formats.ts';

const text = { type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' } as const;
const group = (name: string, children: number) =>
  ({ name, num_children: children, repetition_type: 'REQUIRED' }) as const;

/** verl's columns, nested as its reader expects them: lists of structs, and structs. */
const schema = [
  { name: 'root', num_children: 6 },
  { name: 'data_source', ...text },
  { ...group('prompt', 1), converted_type: 'LIST' },
  { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
  group('element', 2),
  { name: 'role', ...text },
  { name: 'content', ...text },
  { ...group('images', 1), converted_type: 'LIST' },
  { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
  group('element', 1),
  { name: 'image', ...text },
  { name: 'ability', ...text },
  group('reward_model', 2),
  { name: 'style', ...text },
  { name: 'ground_truth', ...text },
  group('extra_info', 4),
  { name: 'split', ...text },
  { name: 'index', type: 'INT32', repetition_type: 'REQUIRED' },
  { name: 'answer', ...text },
  { name: 'trajectory_id', ...text },
] as const;

/** Rows as a Parquet file. */
export async function encodeVerlParquet(rows: readonly VerlRow[]): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const columns = [
    'data_source',
    'prompt',
    'images',
    'ability',
    'reward_model',
    'extra_info',
  ] as const;
  const buffer = parquetWriteBuffer({
    schema: schema.map((element) => ({ ...element })),
    columnData: columns.map((name) => ({ name, data: rows.map((row) => row[name]) })),
  });
  return new Uint8Array(buffer);
}
