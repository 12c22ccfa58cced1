/* A local server of the OpenAI chat API over a GGUF file, by node-llama-cpp, which you install yourself. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { schemaToGrammar } from './schema-to-grammar.ts';

/** The part of node-llama-cpp (3.x) that is used. */
interface Llama {
  loadModel(options: { modelPath: string }): Promise<{
    createContext(options: { contextSize: number; threads: number }): Promise<{
      getSequence(): { clearHistory(): Promise<void> };
    }>;
    tokenize(text: string): readonly number[];
  }>;
  createGrammar(options: { grammar: string }): Promise<unknown>;
}
interface LlamaModule {
  getLlama(options: { gpu: false; logLevel: string }): Promise<Llama>;
  LlamaCompletion: new (options: {
    contextSequence: unknown;
  }) => {
    generateCompletion(
      prompt: string,
      options: { grammar?: unknown; maxTokens: number; temperature: number; seed: number },
    ): Promise<string>;
  };
}

interface Question {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly temperature?: number;
  readonly max_tokens?: number;
  readonly response_format?: { readonly json_schema?: { readonly schema?: object } };
}

/** Null where node-llama-cpp is not installed. */
export async function startGgufServer(
  modelPath: string,
): Promise<{ readonly url: string; close(): Promise<void> } | null> {
  // By a variable, so that neither types nor packages need it.
  const name = 'node-llama-cpp';
  const module = (await import(name).catch(() => null)) as LlamaModule | null;
  if (module === null) return null;
  const llama = await module.getLlama({ gpu: false, logLevel: 'error' });
  const model = await llama.loadModel({ modelPath });
  const context = await model.createContext({ contextSize: 4096, threads: 2 });
  const sequence = context.getSequence();
  const completion = new module.LlamaCompletion({ contextSequence: sequence });
  let asked = 0;

  async function answer({ messages, temperature = 0.7, max_tokens, response_format }: Question) {
    const schema = response_format?.json_schema?.schema;
    // Base models have no chat template; examples show them the form.
    const prompt = `${messages.map(({ role, content }) => `${role}: ${content}`).join('\n')}\nassistant: `;
    const grammar = schema && (await llama.createGrammar({ grammar: schemaToGrammar(schema) }));
    await sequence.clearHistory();
    const content = await completion.generateCompletion(prompt, {
      ...(grammar ? { grammar } : {}),
      ...{ maxTokens: max_tokens ?? 700, temperature, seed: ++asked },
    });
    const count = (text: string): number => model.tokenize(text).length;
    const usage = { prompt_tokens: count(prompt), completion_tokens: count(content) };
    return { choices: [{ message: { role: 'assistant', content } }], usage };
  }

  // One at a time: there is one sequence.
  let line: Promise<unknown> = Promise.resolve();
  const server = createServer((request, response) => {
    line = line
      .then(async () => answer(JSON.parse(await readBody(request)) as Question))
      .then(
        (body) =>
          response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
