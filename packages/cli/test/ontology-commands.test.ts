import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NotFoundError } from '@skinr1/core';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { ontologyCommand } from './support/ontology-command.ts';

const { file, folder, printed, run } = ontologyCommand();

describe('skinr1 ontology resolve', () => {
  it('writes one JSON object a line with the promised fields', async () => {
    const input = file('labels.txt', '\uFEFFBasal Cell Carcinomas\r\n\r\nno melanoma\nmelanoma');
    const output = await run('resolve', '--in', input, '--format', 'jsonl');
    const rows = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.map((row) => [row.label, row.id, row.malignancy, row.reason])).toEqual([
      ['Basal Cell Carcinomas', 'basal-cell-carcinoma', 'malignant', null],
      ['', null, null, 'empty'],
      ['no melanoma', null, null, 'negated'],
      ['melanoma', 'melanoma', 'malignant', null],
    ]);
    const fields = [
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
    for (const row of rows) expect(Object.keys(row)).toEqual(fields);
    expect(rows[3].path[0]).toBe('skin-disease');
  });

  it('reads a column of a CSV file', async () => {
    const input = file('cases.csv', 'id,dx\n1,"mel"\n2,nv\n');
    const output = await run(
      'resolve',
      '--in',
      input,
      '--column',
      'dx',
      '--dataset',
      'ham10000',
      '--format',
      'csv',
    );
    const [header, first, second] = output.split('\n');
    expect(header).toBe('label,id,name,path,malignancy,method,confidence,reason,rows');
    expect(first).toMatch(
      /^mel,melanoma,melanoma,skin-disease > neoplastic > .*,malignant,dataset_code,1,,1$/,
    );
    expect(second).toMatch(/^nv,melanocytic-nevus,/);
  });

  it('prints a table that a label cannot disturb', async () => {
    const input = file('hostile.txt', '\u001b[31mmelanoma\n=cmd()\n\u202emelanoma\n');
    const output = await run('resolve', '--in', input);
    expect(output).toMatch(/^LABEL +ROWS +CONDITION +MALIGNANCY/);
    expect(output).not.toContain('\u001b');
    expect(output).not.toContain('\u202e');
    expect(await run('resolve', '--in', input, '--format', 'csv')).toContain("\n'=cmd(),");
  });

  it('gives equal labels one row with their number, and each its own under --each', async () => {
    const input = file('repeats.txt', 'nevus\nmelanoma\nnevus\nnothing known\nnevus\n');
    const rows = (output: string): unknown[] =>
      output
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
        .map((row) => [row.label, row.rows]);
    expect(rows(await run('resolve', '--in', input, '--format', 'jsonl'))).toEqual([
      ['nevus', 3],
      ['melanoma', 1],
      ['nothing known', 1],
    ]);
    expect(rows(await run('resolve', '--in', input, '--format', 'jsonl', '--each'))).toHaveLength(
      5,
    );
  });

  it('ends the table with counts by method and by reason', async () => {
    const input = file('tally.txt', 'melanoma\nMELANOMATA\nmelanoma\nnothing known\n');
    const output = await run('resolve', '--in', input);
    const counts = output.split('\n\n')[1]?.replace(/ +/g, ' ');
    expect(counts).toBe(
      'BY METHOD LABELS ROWS\nresolved 2 3\n exact 1 2\n normalized 1 1\nnot resolved 1 1\n unknown 1 1\n',
    );
  });

  it('keeps its columns beside letters that are two columns wide', async () => {
    const input = file('wide.txt', `黑色素瘤\nmelanoma\n${'悪性黒色腫'.repeat(9)}\n`);
    const lines = (await run('resolve', '--in', input)).split('\n').slice(0, 4);
    const before = lines.map((line) => line.slice(0, line.search(/ROWS|\b1 {5}/)));
    expect(before.map((text) => stringWidth(text))).toEqual([41, 41, 41, 41]);
  });

  it('reads a column whatever stands between cells, in whatever encoding', async () => {
    const rows = 'id;Diagnóstico 1\n1;verruga común\n2;acné\n';
    for (const [name, bytes] of [
      ['utf-16.csv', Buffer.from(`\ufeff${rows}`, 'utf16le')],
      ['western.csv', Buffer.from(rows, 'latin1')],
    ] as const) {
      const input = file(name, bytes);
      const output = await run(
        'resolve',
        '--in',
        input,
        '--column',
        'DIAGNÓSTICO 1',
        '--format',
        'csv',
      );
      expect(output.split('\n').map((line) => line.split(',')[1])).toEqual([
        'id',
        'verruca-vulgaris',
        'acne',
        undefined,
      ]);
    }
    const lines = file('utf-16.txt', Buffer.from('\ufeffacné\n', 'utf16le'));
    expect(await run('resolve', '--in', lines, '--format', 'csv')).toContain('acné,acne,');
  });

  it('bounds what one line can take: a label of 5 MB is refused as too long', async () => {
    const input = file('long.txt', `${'x'.repeat(5_000_000)}\nmelanoma\n`);
    const output = await run('resolve', '--in', input, '--format', 'jsonl');
    const rows = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.map((row) => row.reason)).toEqual(['too_long', null]);
  });

  it('ends with an error under --strict if a label is refused', async () => {
    await run('resolve', '--in', file('good.txt', 'melanoma\n'), '--strict');
    expect(process.exitCode).toBeUndefined();
    await run('resolve', '--in', file('bad.txt', 'gobbledygook\n'), '--strict');
    expect(process.exitCode).toBe(1);
  });

  it('takes labels in place of a file, and refuses both or neither', async () => {
    const output = await run('resolve', 'melanoma in situ', 'excema', '--format', 'csv');
    const rows = output.split('\n').map((line) => line.split(',').slice(0, 2));
    expect(rows).toEqual([
      ['label', 'id'],
      ['melanoma in situ', 'melanoma-in-situ'],
      ['excema', ''],
      [''],
    ]);
    await expect(run('resolve')).rejects.toThrow(/nothing to resolve/);
    await expect(run('resolve', 'melanoma', '--in', 'labels.txt')).rejects.toThrow(
      /--in does nothing/,
    );
    await expect(run('resolve', 'melanoma', '--column', 'dx')).rejects.toThrow(
      /--column does nothing/,
    );
  });

  it('names a missing file, a missing column and an unknown data set', async () => {
    const csv = file('cases.csv', 'id,dx\n1,mel\n');
    await expect(run('resolve', '--in', join(folder, 'none.txt'))).rejects.toThrow(NotFoundError);
    await expect(run('resolve', '--in', csv, '--column', 'label')).rejects.toThrow(/id, dx/);
    await expect(run('resolve', '--in', csv, '--dataset', 'none')).rejects.toThrow(/ham10000/);
  });

  it('takes additions from an overlay', async () => {
    const overlay = file(
      'mine.json',
      JSON.stringify({ extend: [{ id: 'psoriasis', synonyms: ['glittering plaque thing'] }] }),
    );
    const input = file('labels.txt', 'Glittering Plaque Things\n');
    const output = await run('resolve', '--in', input, '--overlay', overlay, '--format', 'jsonl');
    expect(JSON.parse(output).id).toBe('psoriasis');
    const wrong = file('wrong.json', '{"extend": [{"id": "psoriasis", "synonyms": ["melanoma"]}]}');
    await expect(run('resolve', '--in', input, '--overlay', wrong)).rejects.toThrow(/also belongs/);
  });
});

describe('looking conditions up', () => {
  it('shows a condition by any name', async () => {
    const output = await run('show', 'BCC');
    expect(output).toMatch(/^basal cell carcinoma \[basal-cell-carcinoma\]/);
    expect(output).toMatch(/malignancy +malignant/);
    expect(output).toMatch(/differential +melanoma/);
  });

  it('prints path, tree and statistics', async () => {
    expect(await run('path', 'melanoma')).toMatch(/^skin disease › .* › melanoma\n$/);
    const tree = await run('tree', '--depth', '1');
    expect(tree).toContain('neoplastic');
    expect(tree).not.toContain('[melanoma;');
    expect(await run('stats')).toMatch(/conditions +\d+/);
  });

  it('takes a name of several words without quotes', async () => {
    expect(await run('path', 'lentigo', 'maligna')).toMatch(/› lentigo maligna\n$/);
    expect(await run('tree', 'lentigo', 'maligna')).toContain('[lentigo-maligna;');
  });

  it('says which words of an unknown name are strange, and what may have been meant', async () => {
    const show = run('show', 'carcinoma', 'of', 'basal', 'gobbledygook');
    await expect(show).rejects.toThrow(NotFoundError);
    await expect(show).rejects.toThrow(/names no condition\. Not understood: "gobbledygook"\./);
    const mendOf = (name: string): Promise<unknown> =>
      run('show', name).then(
        () => null,
        (error) => error.mend,
      );
    expect(await mendOf('excema')).toMatch(/^Did you mean "eczema"/);
    expect(await mendOf('zzzz')).toMatch(/ontology tree/);
    await expect(run('show', 'carcinoma')).rejects.toThrow(/Its words are known/);
  });

  it('says so where another condition is meant than is written', async () => {
    await run('path', 'melanoma');
    expect(printed('stderr')).toBe('');
    await run('path', 'nevus, melanoma');
    expect(printed('stderr')).toMatch(/^"nevus, melanoma" is taken for melanocytic neoplasm\./);
  });
});

describe('versions and formats', () => {
  it('validates what ships, and fails on a file with a cycle', async () => {
    expect(await run('validate')).toMatch(/conditions: 0 errors/);
    expect(process.exitCode).toBeUndefined();
    const cyclic = {
      conditions: [
        { id: 'a', name: 'a', parents: ['b'], malignancy: 'benign' },
        { id: 'b', name: 'b', parents: ['a'] },
      ],
    };
    const path = file('cyclic.json', JSON.stringify(cyclic));
    expect(await run('validate', path)).toMatch(/error cycle/);
    expect(process.exitCode).toBe(1);
  });

  it.each(['json', 'obo', 'skos'])(
    'exports %s that reads back without a difference',
    async (format) => {
      const path = join(folder, `export.${format === 'skos' ? 'ttl' : format}`);
      await run('export', '--format', format, '--out', path);
      const output = await run('diff', 'embedded', path);
      // SKOS does not keep the order of codes, which is not a difference.
      expect(output).toBe('0 added, 0 removed, 0 fields changed\n');
    },
  );

  it('exports FHIR and diagrams', async () => {
    const system = JSON.parse(await run('export', '--format', 'fhir-codesystem'));
    expect(system.resourceType).toBe('CodeSystem');
    const map = JSON.parse(
      await run('export', '--format', 'fhir-conceptmap', '--dataset', 'ham10000'),
    );
    expect(map.group[0].element).toHaveLength(7);
    expect(await run('export', '--format', 'mermaid', '--root', 'melanoma')).toMatch(/^flowchart/);
    expect(await run('export', '--format', 'graphviz', '--depth', '1')).toMatch(/^digraph/);
  });

  it('does not guess a format', async () => {
    await expect(run('diff', 'embedded', 'x.owl')).rejects.toThrow(/\.obo or \.ttl/);
  });
});

const fitzpatrick = new URL('../../../../shared/data/fitzpatrick17k/labels.csv', import.meta.url);
const present = existsSync(fitzpatrick);
if (!present) console.warn('Skipped: ../shared/data/fitzpatrick17k is not here.');

describe.skipIf(!present)('a published label table', () => {
  it('gets one row per label', async () => {
    const path = fitzpatrick.pathname;
    const output = await run('resolve', '--in', path, '--column', 'label', '--format', 'csv');
    const labels = readFileSync(path, 'utf8').trim().split('\n').length - 1;
    expect(output.trim().split('\n')).toHaveLength(labels + 1);
  });
});
