/*
 * Writes down the public surface of every package, `packages/NAME/api/ENTRY.api.md`, from the types that are
 * published. The reports are committed, so that a change of what users see is seen in the diff. Run `build`
 * first. With `--check` nothing is written, and a report that differs is an error.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';

const root = join(import.meta.dirname, '..');
const check = process.argv.includes('--check');

interface EntryPoint {
  readonly folder: string;
  readonly types: string;
  readonly report: string;
}

/** Every entry of a package's `exports` that has types. */
function entryPoints(name: string): EntryPoint[] {
  const folder = join(root, 'packages', name);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return Object.entries<{ types?: string }>(manifest.exports ?? {}).flatMap(([entry, target]) =>
    target.types === undefined
      ? []
      : [{ folder, types: target.types, report: entry.slice(2).replaceAll('/', '-') || 'index' }],
  );
}

/** Whether the report of an entry is as committed; without `--check` it is made so. */
function report({ folder, types, report: name }: EntryPoint): boolean {
  const entry = join(folder, types);
  if (!existsSync(entry)) throw new Error(`${entry} is missing. Run the script 'build' first.`);
  const reportFolder = join(folder, 'api');
  mkdirSync(reportFolder, { recursive: true });
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: entry,
      newlineKind: 'lf',
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: 'ES2022',
            lib: ['ES2023'],
            module: 'NodeNext',
            moduleResolution: 'NodeNext',
            types: ['node'],
            strict: true,
            skipLibCheck: true,
          },
          files: [entry],
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: name,
        reportFolder,
        reportTempFolder: join(folder, 'dist', 'api'),
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      messages: {
        extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(folder, 'package.json'),
  });
  const { apiReportChanged, succeeded } = Extractor.invoke(config, {
    localBuild: !check,
    messageCallback: (message) => {
      // The differing report is named below, with the mend; the tool's own banner says nothing more.
      if (message.logLevel !== ExtractorLogLevel.Error) message.handled = true;
    },
  });
  if (!succeeded && !apiReportChanged) throw new Error(`no report could be made of ${entry}.`);
  return !apiReportChanged;
}

const changed: string[] = [];
for (const name of readdirSync(join(root, 'packages'))) {
  for (const entry of entryPoints(name)) {
    if (!report(entry)) changed.push(join('packages', name, 'api', `${entry.report}.api.md`));
  }
}
if (check && changed.length > 0) {
  console.error(`what these packages show differs from their reports: ${changed.join(', ')}.`);
  console.error('Run `npx -y pnpm@10.34.9 api` and look at the difference before you commit it.');
  process.exit(1);
}
console.log(check ? 'API reports are up to date.' : `${changed.length} API reports changed.`);
