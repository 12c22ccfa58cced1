import type { VerlRow } from './formats.ts';
import { encodeParquet, parquetColumn } from './parquet.ts';

const { text, integer, struct, list } = parquetColumn;

/** verl's columns, nested as its reader expects them: lists of structs, and structs. */
const columns = [
  text('data_source'),
  list('prompt', struct('element', text('role'), text('content'))),
  list('images', struct('element', text('image'))),
  text('ability'),
  struct('reward_model', text('style'), text('ground_truth')),
  struct('extra_info', text('split'), integer('index'), text('answer'), text('trajectory_id')),
];

/** Rows as a Parquet file. */
export async function encodeVerlParquet(rows: readonly VerlRow[]): Promise<Uint8Array> {
  return encodeParquet(columns, rows);
}
