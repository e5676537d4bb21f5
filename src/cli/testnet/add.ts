// Adds a node to a running testnet: it begins with a snapshot that the others made, from a block that two of them vouch for.
import { copyFileSync } from "node:fs";
import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { OperatorMistake } from "#src/node/operatorMistake.ts";
import { configureJoiner, configurePeers, type TrustedBlock } from "./engineHome.ts";
import { createHomes } from "./init.ts";
import { applyLinks } from "./links/conditions.ts";
import {
  linksBetween,
  loadLocalPlan,
  loopbackPlace,
  nodesMax,
  pathsOf,
  savePlan,
  type TestnetNode,
  type TestnetPlan,
} from "./plan.ts";
import { status } from "./status.ts";

const answerMsMax = 5_000;
const nodeName = /^[a-z][a-z0-9-]{0,30}$/;

const lightBlockSchema = z.object({
  signed_header: z.object({
    header: z.object({ height: z.coerce.number().int() }),
    commit: z.object({ block_id: z.object({ hash: z.string().regex(/^[0-9A-Fa-f]{64}$/) }) }),
  }),
});

export interface AddedNode {
  readonly node: TestnetNode;
  readonly trusted: TrustedBlock;
}

export async function add(directory: string, name: string): Promise<AddedNode> {
  const before = loadLocalPlan(directory);
  if (before.application !== "kedge") throw new OperatorMistake("a yardstick makes no snapshots to join by");
  if (!nodeName.test(name)) throw new OperatorMistake(`${name} is no node's name: small letters, digits and dashes`);
  if (before.nodes.some((node) => node.name === name)) throw new OperatorMistake(`there is a node ${name} already`);
  if (before.nodes.length >= nodesMax) throw new OperatorMistake(`a testnet has at most ${nodesMax} nodes`);
  const first = present(before.nodes[0], "a testnet has a node");
  const trusted = await trustedBlock(directory, before);

  const identities = await createHomes(directory, [name]);
  const { peerId } = present(identities.get(name), "a home was made");
  const basePort = first.apiPort;
  const node: TestnetNode = { name, isValidator: false, peerId, ...loopbackPlace(basePort, before.nodes.length) };
  const nodes = [...before.nodes, node];
  const names = nodes.map((each) => each.name);
  const plan = { ...before, nodes, links: before.links.length === 0 ? [] : linksBetween(names, basePort) };
  copyFileSync(pathsOf(directory, first.name).genesis, pathsOf(directory, name).genesis);
  configureJoiner(directory, plan, node, { model: first, trusted });
  savePlan(directory, plan);
  for (const other of before.nodes) configurePeers(directory, plan, other);
  await applyLinks(directory);
  return { node, trusted };
}

/** A block old enough that no kept snapshot lies before it, as two running nodes have it. */
async function trustedBlock(directory: string, { nodes, snapshotIntervalBlocks }: TestnetPlan): Promise<TrustedBlock> {
  const found = await status(directory);
  const [one, other] = found.nodes.filter(({ isReady, height }) => isReady && (height ?? 0) > 0);
  if (one === undefined || other === undefined) {
    throw new OperatorMistake(
      "two nodes must run: one tells the joiner which block to trust, and the other confirms it",
    );
  }
  const newest = Math.min(one.height ?? 0, other.height ?? 0);
  const height = Math.max(1, newest - 3 * snapshotIntervalBlocks);
  const [hashHex, confirmed] = [await blockHash(one.api, height), await blockHash(other.api, height)];
  if (hashHex !== confirmed) throw new OperatorMistake(`${one.name} and ${other.name} have different blocks ${height}`);
  const rpcOf = (name: string) => {
    const { host, rpcPort } = present(
      nodes.find((node) => node.name === name),
      "a node of the plan",
    );
    return `http://${host}:${rpcPort}`;
  };
  return { height, hashHex, rpcServers: [rpcOf(one.name), rpcOf(other.name)] };
}

async function blockHash(api: string, height: number): Promise<string> {
  const url = `${api}/v1/blocks/${height}/light`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(answerMsMax) });
  const block = lightBlockSchema.safeParse(await answer.json());
  if (!block.success) throw new OperatorMistake(`${url} does not answer with a block`);
  return block.data.signed_header.commit.block_id.hash.toUpperCase();
}
