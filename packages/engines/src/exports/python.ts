import type { ScriptOptions } from './engine.ts';

/** A value as a literal of Python: JSON is one but for the names of constants, which do not occur here. */
export function pythonLiteral(
  value: string | number | readonly string[] | readonly number[],
): string {
  return JSON.stringify(value);
}

/**
 * The part of every shim that asks the service: one POST, tried again when the connection is lost or the service
 * is busy, and no longer than an answer may take.
 */
export function scoreClient({ url }: Pick<ScriptOptions, 'url'>): string {
  return `import json, os, time, urllib.error, urllib.request

URL = os.environ.get("SKINR1_REWARD_URL", ${pythonLiteral(url)})
TOKEN = os.environ.get("SKINR1_REWARD_TOKEN", "")
HEADERS = {"content-type": "application/json", "authorization": "Bearer " + TOKEN}


def post(path, body, tries=5):
    request = urllib.request.Request(URL + path, json.dumps(body).encode(), HEADERS)
    for attempt in range(tries):
        try:
            with urllib.request.urlopen(request, timeout=180) as response:
                return json.load(response)
        except urllib.error.URLError as error:
            why = error.read().decode() if isinstance(error, urllib.error.HTTPError) else error.reason
            if attempt + 1 == tries or getattr(error, "code", 503) not in (429, 503):
                raise RuntimeError(f"reward service {URL}: {why}") from error
            time.sleep(2**attempt)
`;
}

/** The head of a generated file. */
export function generatedNotice(comment: string): string {
  return `${comment} Written by \`skinr1 export\`. Start the service first: skinr1 reward serve\n`;
}

/** A text as one word of a shell, whatever it holds. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** The head of a launch script: it runs from its own folder, so that relative paths hold. */
export function shellHead(needs: string): string {
  return `#!/usr/bin/env bash
${generatedNotice('#')}# ${needs}
set -euo pipefail
cd "$(dirname "\${BASH_SOURCE[0]}")"
`;
}
