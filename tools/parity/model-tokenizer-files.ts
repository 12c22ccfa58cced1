/**
 * Writes the tokenizer of the model package's tests, for `model_tokenizer.py` to open:
 * npx tsx --conditions=@skinr1/source tools/parity/model-tokenizer-files.ts FOLDER
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tinyTokenizer } from '../../packages/model/test/support/tiny.ts';
import { tokenizerTexts } from '../../packages/model/test/support/tokenizer-texts.ts';

const folder = process.argv[2] ?? '.';
const { files } = tinyTokenizer();
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(files.tokenizer));
writeFileSync(join(folder, 'tokenizer_config.json'), JSON.stringify(files.config));
writeFileSync(join(folder, 'texts.json'), JSON.stringify(tokenizerTexts));
