import type { Resolution } from '@skinr1/ontology';
import { fitWidth, visible } from '../terminal/columns.ts';

/** A label with what it means, and how many rows have it. */
export interface CountedResolution {
  readonly resolution: Resolution;
  readonly rows: number;
}

/** How `resolve` prints: a first line, and one line or row per label. */
export interface LabelFormat {
  readonly header: string;
  row(counted: CountedResolution): string;
}

/** The fields of a resolved or unresolved label, in the order in which they are written. */
function resolutionFields({ resolution, rows }: CountedResolution): Record<string, unknown> {
  const { label } = resolution;
  if (resolution.status === 'unresolved') {
    return {
      label,
      id: null,
      name: null,
      path: null,
      malignancy: null,
      method: null,
      confidence: null,
      reason: resolution.reason,
      rows,
    };
  }
  const { node, path, malignancy, method, confidence } = resolution;
  return {
    label,
    id: node.id,
    name: node.name,
    path,
    malignancy,
    method,
    confidence,
    reason: null,
    rows,
  };
}

const fieldNames = [
  'label',
  'id',
  'name',
  'path',
  'malignancy',
  'method',
  'confidence',
  'reason',
  'rows',
];

const jsonlFormat: LabelFormat = {
  header: '',
  row: (counted) => `${JSON.stringify(resolutionFields(counted))}\n`,
};

const csvFormat: LabelFormat = {
  header: `${fieldNames.join(',')}\n`,
  row: (counted) => {
    const fields = Object.values(resolutionFields(counted)).map((value) =>
      Array.isArray(value) ? value.join(' > ') : String(value ?? ''),
    );
    return `${fields.map(quoteCsv).join(',')}\n`;
  },
};

function quoteCsv(field: string): string {
  // A spreadsheet would run a field that starts like a formula.
  const safe = /^[=+\-@\t\r]/.test(field) ? `'${field}` : field;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

/** Widths in a terminal; the last column takes what is left. */
const widths = [40, 6, 38, 20, 12, 5];

const tableFormat: LabelFormat = {
  header: `${tableRow(['LABEL', 'ROWS', 'CONDITION', 'MALIGNANCY', 'METHOD', 'CONF.', 'PATH OR REASON'])}\n`,
  row: ({ resolution, rows }) => {
    const label = visible(resolution.label);
    if (resolution.status === 'unresolved') {
      const near = resolution.alternatives.map((each) => each.id).join(', ');
      const reason = `${resolution.message}${near ? ` Near: ${near}.` : ''}`;
      return `${tableRow([label, String(rows), '—', '', resolution.reason, '', reason])}\n`;
    }
    const { node, path, malignancy, method, confidence } = resolution;
    const above = path.slice(1, -1).join(' › ');
    const sure = confidence.toFixed(2);
    return `${tableRow([label, String(rows), node.id, malignancy, method, sure, above])}\n`;
  },
};

function tableRow(cells: readonly string[]): string {
  return cells
    .map((cell, at) => {
      const width = widths[at];
      return width === undefined ? cell : fitWidth(cell, width);
    })
    .join(' ')
    .trimEnd();
}

/** What `--format` takes: columns for a person, one JSON object a line, comma-separated values. */
export const labelFormats: Readonly<Record<string, LabelFormat>> = {
  table: tableFormat,
  jsonl: jsonlFormat,
  csv: csvFormat,
};
