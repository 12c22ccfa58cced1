import { InvalidInputError, NotFoundError, ResourceError, UsageError } from '@skinr1/core';

/** Where a model lies, and who asks for it. */
export interface HubOptions {
  /** A branch, a tag or a commit. @defaultValue 'main' */
  readonly revision?: string;
  /** For models behind a login. It goes to the Hub alone, and into no message. */
  readonly token?: string | undefined;
  /** Another Hub of the same interface. @defaultValue 'https://huggingface.co' */
  readonly hubUrl?: string | undefined;
}

/** A file of a model, with what its content must hash to. */
export interface HubFile {
  readonly name: string;
  readonly size: number;
  /** SHA-256 of the content where Git LFS keeps it, else the SHA-1 of Git's blob; in hexadecimal digits. */
  readonly checksum: { readonly kind: 'sha256' | 'git'; readonly digest: string };
}

/** A commit of a model on a Hub. */
export interface HubModel {
  readonly name: string;
  readonly commit: string;
  readonly files: readonly HubFile[];
  /** What else lies there: folders, and files of other forms. */
  readonly leftOut: readonly string[];
  /** The bytes of a file from `offset` on. */
  read(file: HubFile, offset: number): Promise<ReadableStream<Uint8Array>>;
}

/** What a folder that is opened, or an adapter, is made of; names without folders, so that none leads elsewhere. */
const wantedName = /^\w[\w.-]*\.(?:json|jinja|txt|model|md|safetensors)$|^LICENSE$/;

/** Most files that a model may have. */
const mostFiles = 10_000;

/**
 * Looks a model up on a Hub, with `@huggingface/hub`.
 *
 * @param name `ORGANIZATION/NAME`
 * @throws UsageError for what is no such name, or no token
 * @throws NotFoundError when there is none, or it is not for this token
 * @throws ResourceError when the Hub does not answer
 */
export async function findHubModel(name: string, options: HubOptions): Promise<HubModel> {
  const { revision = 'main', token, hubUrl } = options;
  checkName(name, token);
  const hub = await import('@huggingface/hub');
  const access = {
    ...(hubUrl === undefined ? {} : { hubUrl }),
    ...(token === undefined ? {} : { accessToken: token }),
  };
  const place = `${name}@${revision}`;
  const { sha: commit } = await named(place, () =>
    hub.modelInfo({ name, revision, additionalFields: ['sha'], ...access }),
  );
  const files: HubFile[] = [];
  const leftOut: string[] = [];
  await named(place, async () => {
    for await (const entry of hub.listFiles({ repo: name, revision: commit, ...access })) {
      if (files.length + leftOut.length >= mostFiles) {
        throw new InvalidInputError(`has more than ${mostFiles} files.`, {
          source: place,
          mend: 'Check that it is a model.',
        });
      }
      const digest = entry.lfs?.oid ?? entry.oid;
      if (entry.type !== 'file' || digest === undefined || !wantedName.test(entry.path)) {
        leftOut.push(entry.path);
      } else {
        const kind = entry.lfs ? 'sha256' : 'git';
        files.push({ name: entry.path, size: entry.size, checksum: { kind, digest } });
      }
    }
  });
  return {
    name,
    commit,
    files,
    leftOut,
    read: (file, offset) =>
      named(`${place}/${file.name}`, async () => {
        const blob = await hub.downloadFile({
          repo: name,
          path: file.name,
          revision: commit,
          xet: false,
          ...access,
        });
        if (!blob) throw missing(`${place}/${file.name}`, 404);
        return (offset === 0 ? blob : blob.slice(offset)).stream() as ReadableStream<Uint8Array>;
      }),
  };
}

function checkName(name: string, token: string | undefined): void {
  if (!/^[\w.-]+\/[\w.-]+$/.test(name)) {
    throw new UsageError(`'${name}' is no name of a model.`, {
      mend: 'Give organization and name, as Qwen/Qwen2.5-VL-7B-Instruct.',
    });
  }
  if (token !== undefined && !token.startsWith('hf_')) {
    throw new UsageError('the token is none of the Hub.', {
      mend: "Set HF_TOKEN to one that begins with 'hf_', or leave it out.",
    });
  }
}

/** Does something with the Hub; its errors become ours, which never hold the token. */
async function named<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof Error) || cause instanceof InvalidInputError) throw cause;
    const status = 'statusCode' in cause ? Number(cause.statusCode) : null;
    if (status !== null && [401, 403, 404].includes(status)) throw missing(place, status);
    const detail = status === null ? messageOf(cause) : `HTTP ${status}`;
    throw new ResourceError(`the Hub does not answer (${detail}).`, {
      source: place,
      mend: 'Check the network, and call again: what is here already is kept.',
      cause,
    });
  }
}

function missing(place: string, status: number): NotFoundError {
  return new NotFoundError(`is not on the Hub, or not for you to read (HTTP ${status}).`, {
    source: place,
    mend: 'Check name and revision; for a model behind a login accept its terms on its page, and set HF_TOKEN.',
  });
}

function messageOf({ message, cause }: Error): string {
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}
