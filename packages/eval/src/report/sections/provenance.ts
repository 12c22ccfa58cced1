import { InvalidInputError } from '@skinr1/core';
import { cut, reportLimits } from '../bounds.ts';
import { html } from '../html.ts';
import type { ReportSection } from '../section.ts';

/**
 * Where the result comes from (versions, seed, device, data, hashes), and the configuration: anything JSON.
 *
 * @throws InvalidInputError for a configuration that is not JSON (a cycle, a BigInt)
 */
export function provenanceSection(
  provenance: Readonly<Record<string, string | number | boolean | null>>,
  config: unknown,
): ReportSection {
  const rows = Object.entries(provenance).map(
    ([name, value]) =>
      html`<dt>${name}</dt><dd>${value === null ? '–' : cut(String(value), 500)}</dd>`,
  );
  const content = html`<div class="card"><dl>${rows}</dl>
<details><summary>Configuration</summary><pre>${configText(config)}</pre></details></div>`;
  return { id: 'provenance', title: 'Provenance', content };
}

function configText(config: unknown): string {
  try {
    return cut(JSON.stringify(config, null, 2) ?? 'null', reportLimits.configLength);
  } catch (cause) {
    throw new InvalidInputError('the configuration cannot be written as JSON.', {
      source: 'provenanceSection',
      place: 'config',
      cause,
    });
  }
}
