import type { SchemaElement } from 'hyparquet';

/** A column of a Parquet file with what lies in it, as the file lists them: a parent before its children. */
export type ParquetColumn = readonly SchemaElement[];

const required = { repetition_type: 'REQUIRED' } as const;

/** Kinds of columns: texts, bytes, whole numbers of 32 bits, structs of them, and lists of any one. */
export const parquetColumn = {
  text: (name: string): ParquetColumn => [
    { name, type: 'BYTE_ARRAY', converted_type: 'UTF8', ...required },
  ],
  bytes: (name: string): ParquetColumn => [{ name, type: 'BYTE_ARRAY', ...required }],
  integer: (name: string): ParquetColumn => [{ name, type: 'INT32', ...required }],
  struct: (name: string, ...fields: readonly ParquetColumn[]): ParquetColumn => [
    { name, num_children: fields.length, ...required },
    ...fields.flat(),
  ],
  /** @param element A column named `element`, as readers expect it. */
  list: (name: string, element: ParquetColumn): ParquetColumn => [
    { name, num_children: 1, converted_type: 'LIST', ...required },
    { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
    ...element,
  ],
};

/** Rows as a Parquet file, one column for each of the row's fields that is named. */
export async function encodeParquet<Row>(
  columns: readonly ParquetColumn[],
  rows: readonly Row[],
): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const buffer = parquetWriteBuffer({
    schema: [{ name: 'root', num_children: columns.length }, ...columns.flat()],
    columnData: columns.map(([column]) => {
      const name = column!.name;
      return { name, data: rows.map((row) => row[name as keyof Row]) };
    }),
  });
  return new Uint8Array(buffer);
}

/** The rows of a Parquet file; texts as strings, bytes as bytes. */
export async function decodeParquet(bytes: Uint8Array): Promise<Record<string, unknown>[]> {
  const { parquetReadObjects } = await import('hyparquet');
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  return parquetReadObjects({ file: file as ArrayBuffer, utf8: false });
}
