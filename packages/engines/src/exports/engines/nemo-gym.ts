import { sniffImageKind } from '@skinr1/core';
import { jsonLines } from '@skinr1/rationale';
import type { Engine, ExportedImage } from '../engine.ts';
import { bytesOf } from '../message-row.ts';
import { generatedNotice, scoreClient, shellHead } from '../python.ts';

const agent = 'skinr1_simple_agent';

interface ContentPart {
  readonly type?: unknown;
  readonly text?: unknown;
  readonly image_url?: unknown;
}

/**
 * NeMo Gym: JSON lines of requests to a Responses API, with the images as data URLs; a resources server that hands
 * `/verify` on to the reward service, and the configuration that names it.
 */
export const nemoGym: Engine = {
  name: 'nemo-gym',
  imagesIn: 'bytes',
  ending: 'jsonl',
  writeRow: ({ prompt, images, groundTruth }) => ({
    responses_create_params: {
      input: [
        {
          role: 'user',
          content: [
            ...images.map((image) => ({
              type: 'input_image',
              image_url: dataUrl(bytesOf(image)),
              detail: 'auto',
            })),
            { type: 'input_text', text: prompt.text },
          ],
        },
      ],
    },
    ground_truth: groundTruth,
    agent_ref: { type: 'responses_api_agents', name: agent },
  }),
  encode: async (rows) => jsonLines(rows.map(nemoGym.writeRow)),
  readRow({ responses_create_params, ground_truth, agent_ref }) {
    const { input } = (responses_create_params ?? {}) as {
      input?: readonly { content?: readonly ContentPart[] }[];
    };
    const parts = input?.[0]?.content;
    if (!Array.isArray(parts) || typeof ground_truth !== 'string' || !agent_ref) return null;
    const text = parts.find(({ type }) => type === 'input_text')?.text;
    const shown = parts.filter(({ type }) => type === 'input_image');
    const images = shown.map(({ image_url }) => readDataUrl(image_url));
    if (typeof text !== 'string') return null;
    return { question: text, places: shown.length, images, groundTruth: ground_truth };
  },
  scripts: (options) => [
    {
      name: 'app.py',
      content: `${generatedNotice('#')}import asyncio
from nemo_gym.base_resources_server import BaseVerifyRequest, BaseVerifyResponse, SimpleResourcesServer
from pydantic import ConfigDict
${scoreClient(options)}

class VerifyRequest(BaseVerifyRequest):
    model_config = ConfigDict(extra="allow")


class VerifyResponse(BaseVerifyResponse):
    model_config = ConfigDict(extra="allow")


class SkinR1ResourcesServer(SimpleResourcesServer):
    async def verify(self, body: VerifyRequest) -> VerifyResponse:
        return VerifyResponse(**await asyncio.to_thread(post, "/verify", body.model_dump(mode="json")))


if __name__ == "__main__":
    SkinR1ResourcesServer.run_webserver()
`,
    },
    {
      name: 'skinr1.yaml',
      content: `${generatedNotice('#')}skinr1_resources_server:
  resources_servers:
    skinr1:
      entrypoint: app.py
      domain: knowledge
${agent}:
  responses_api_agents:
    simple_agent:
      entrypoint: app.py
      resources_server:
        type: resources_servers
        name: skinr1_resources_server
      model_server:
        type: responses_api_models
        name: policy_model
`,
    },
    {
      name: 'launch.sh',
      content: `${shellHead('Needs nemo-gym from a checkout: NEMO_GYM=its folder; a server of the policy is set in its env.yaml.')}target="\${NEMO_GYM:?folder of NeMo Gym}/resources_servers/skinr1"
mkdir -p "$target/configs"
cp app.py "$target/" && cp skinr1.yaml "$target/configs/" && touch "$target/requirements.txt"
data="$PWD/${options.files.train}"
cd "$NEMO_GYM"
ng_run "+config_paths=[resources_servers/skinr1/configs/skinr1.yaml,responses_api_models/vllm_model/configs/vllm_model.yaml]" &
trap 'kill %1' EXIT
ng_collect_rollouts +agent_name=${agent} +input_jsonl_fpath="$data" +output_jsonl_fpath="\${OUT:-rollouts.jsonl}" "$@"
`,
    },
  ],
};

function dataUrl(bytes: Uint8Array): string {
  const kind = sniffImageKind(bytes) ?? 'png';
  return `data:image/${kind};base64,${Buffer.from(bytes).toString('base64')}`;
}

/** An address that is no data URL counts as a file, which there is not. */
function readDataUrl(url: unknown): ExportedImage {
  const text = String(url);
  const at = text.indexOf(';base64,');
  if (!text.startsWith('data:image/') || at < 0) return { kind: 'file', path: text };
  return { kind: 'bytes', bytes: new Uint8Array(Buffer.from(text.slice(at + 8), 'base64')) };
}
