/** A request that puts weights in use. */
export interface ReloadRequest {
  /** From the server's root, without `/v1`. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Whether it may be refused, as unloading what is not there is. @defaultValue false */
  readonly mayFail?: boolean;
}

/** What a server of the OpenAI API has beside it: token ids, and adapters that come while it runs. */
export interface ServerDialect {
  readonly name: string;
  /** Fields of every request by which token ids come with the answer. */
  readonly extraBody: Readonly<Record<string, unknown>>;
  /** The model to ask for, once the adapter of this name is loaded. */
  modelWith(base: string, adapter: string): string;
  /** Puts the adapter in a folder in use under a name, in the place of the one before. */
  reload(adapter: string, folder: string): readonly ReloadRequest[];
}

/**
 * vLLM (0.11 and later) with `--enable-lora` and `VLLM_ALLOW_RUNTIME_LORA_UPDATING=1`: an adapter is replaced in
 * place and asked for by its name.
 */
export const vllm: ServerDialect = {
  name: 'vllm',
  extraBody: { return_token_ids: true },
  modelWith: (_, adapter) => adapter,
  reload: (adapter, folder) => [
    {
      path: 'v1/load_lora_adapter',
      body: { lora_name: adapter, lora_path: folder, load_inplace: true },
    },
  ],
};

/** SGLang with `--enable-lora`: an adapter is taken out before the next comes, and stands behind the model's name. */
export const sglang: ServerDialect = {
  name: 'sglang',
  extraBody: { return_token_ids: true },
  modelWith: (base, adapter) => `${base}:${adapter}`,
  reload: (adapter, folder) => [
    { path: 'unload_lora_adapter', body: { lora_name: adapter }, mayFail: true },
    { path: 'load_lora_adapter', body: { lora_name: adapter, lora_path: folder } },
  ],
};
