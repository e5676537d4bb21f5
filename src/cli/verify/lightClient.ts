// The light client of `kedge verify`: what is trusted, by which way, and who else is asked.

import { usageFailure } from "#src/cli/failure.ts";
import { getPublicJson, malformedAnswer, tokenFileOption } from "#src/cli/http.ts";
import { validatorSet } from "#src/comet/validators.ts";
import { hexToBytes } from "#src/crypto/hex.ts";
import { UnreachableError } from "#src/sdk/errors.ts";
import { fetchLightBlock } from "#src/sdk/light/bisection.ts";
import { apiHeaderSource, type HeaderSource } from "#src/sdk/light/headerSource.ts";
import { LightClient } from "#src/sdk/light/lightClient.ts";
import { LightError } from "#src/sdk/light/lightError.ts";

const dayMs = 86_400_000;

export const trustOptions = {
  url: { type: "string", default: "http://127.0.0.1:8420", describe: "The node whose answers are checked" },
  ...tokenFileOption,
  trust: { type: "string", describe: "HEIGHT:HASH of a header, had from somebody trusted", conflicts: "genesis" },
  genesis: { type: "string", describe: "The network's genesis file, had from somebody trusted" },
  witness: { type: "string", array: true, default: [], describe: "Another node that is asked for the same headers" },
  "trusting-days": { type: "number", default: 14, describe: "How old a trusted header may be" },
} as const;

export interface TrustArguments {
  readonly url: string;
  readonly trust: string | undefined;
  readonly genesis: string | undefined;
  readonly witness: readonly string[];
  readonly "trusting-days": number;
}

export interface Trusted {
  readonly client: LightClient;
  readonly chainId: string;
  /** What everything that follows rests on, in a few words. */
  readonly root: string;
  /** What each witness said last: of a block that is trusted already none is asked. */
  readonly heard: Map<string, string>;
}

/** Nobody lists more nodes than run a network. */
const witnessesMax = 16;

export async function trustedClient(args: TrustArguments): Promise<Trusted> {
  const { url, trust, genesis, witness } = args;
  if (witness.length > witnessesMax) throw usageFailure(`at most ${witnessesMax} witnesses are asked`);
  const primary = sourceOf(url);
  const heard = new Map<string, string>();
  const clientFor = (chainId: string) =>
    new LightClient({
      primary,
      witnesses: witness.map(sourceOf),
      onWitnesses: (verdicts) => {
        for (const { source, verdict } of verdicts) heard.set(source, verdict);
      },
      rules: { chainId, trustingPeriodMs: args["trusting-days"] * dayMs },
    });
  if (trust !== undefined) {
    const { height, hash } = parseTrust(trust);
    // The hash vouches for the whole header, so also for the name of the chain in it.
    const { chainId } = (await fetchLightBlock(primary, height)).header;
    const client = clientFor(chainId);
    await client.trustHeader(height, hash);
    return { client, chainId, heard, root: `header ${height}, which you named` };
  }
  const { network, genesis: parsed } = genesis === undefined ? await genesisOf(url) : await genesisIn(genesis);
  const client = clientFor(network);
  await client.trustValidators(validatorSet(parsed.validators));
  const whose = genesis === undefined ? "the node's own genesis: name --trust or --genesis to trust no node" : genesis;
  return { client, chainId: network, heard, root: `the validators of ${whose}` };
}

async function genesisIn(file: string) {
  const { parseNetwork, readGenesisJson } = await import("#src/node/genesisSummary.ts");
  return parseNetwork(readGenesisJson(file));
}

async function genesisOf(url: string) {
  const { parseNetwork } = await import("#src/node/genesisSummary.ts");
  const json = await getPublicJson(url, "/v1/genesis");
  try {
    return parseNetwork(json);
  } catch (reason) {
    throw malformedAnswer(url, "no genesis that this program can read", reason);
  }
}

/** That a node is out of reach is said as it is; that it has no such block is the light client's to judge. */
function sourceOf(url: string): HeaderSource {
  return apiHeaderSource(url, async (path) => {
    try {
      return await getPublicJson(url, path);
    } catch (cause) {
      if (!(cause instanceof UnreachableError)) throw cause;
      throw new LightError("light/unavailable", { source: url }, { cause });
    }
  });
}

function parseTrust(text: string): { readonly height: number; readonly hash: Uint8Array } {
  const [, height, hash] = /^([1-9][0-9]{0,14}):([0-9a-fA-F]{64})$/.exec(text) ?? [];
  if (height === undefined || hash === undefined) throw usageFailure("--trust needs HEIGHT:HASH, the hash in hex");
  return { height: Number(height), hash: hexToBytes(hash.toLowerCase()) };
}
