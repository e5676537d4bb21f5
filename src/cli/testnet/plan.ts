// What a testnet consists of: its nodes, their ports and files, and the links between them, kept in its folder.

import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { parseJson } from "#src/cli/jsonText.ts";
import { present } from "#src/core/assert.ts";
import { saveFile } from "#src/node/durableFiles.ts";
import { OperatorMistake } from "#src/node/operatorMistake.ts";

/** What a bench or a demo asks of one machine; each node is two processes. */
export const nodesMax = 16;
export const loopback = "127.0.0.1";
/** A node's ports lie together, and the links' ports after all of them. */
const portsPerNode = 10;

/** Testnets are small and short-lived, and whoever adds a node does not want to wait long for a snapshot. */
export const snapshotIntervalBlocksDefault = 20;

const portSchema = z.number().int().min(1).max(65_535);
const nodeSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/),
  isValidator: z.boolean(),
  /** The engine's name for this peer: the hash of its node key. */
  peerId: z.string().regex(/^[0-9a-f]{40}$/),
  /** Where the others find it: loopback, or a container's address. */
  host: z.ipv4(),
  apiPort: portSchema,
  rpcPort: portSchema,
  peerPort: portSchema,
});
const linkSchema = z.strictObject({ from: z.string(), to: z.string(), port: portSchema });
const planSchema = z.strictObject({
  chainId: z.string().min(1),
  /** `kedge`; or a yardstick: what the engine has built in, or a program that is told the socket on which to serve it. */
  application: z.string().min(1),
  nodes: z.array(nodeSchema).min(1).max(nodesMax),
  /** Empty when nodes reach each other without a link in between. */
  links: z.array(linkSchema),
  /** How often its nodes make the snapshots by which others join. */
  snapshotIntervalBlocks: z.number().int().min(0).default(snapshotIntervalBlocksDefault),
});

/** An application that runs inside the engine. */
export const isBuiltIn = ({ application }: TestnetPlan) => application === "kvstore";

export type TestnetNode = z.output<typeof nodeSchema>;
export type Link = z.output<typeof linkSchema>;
export type TestnetPlan = z.output<typeof planSchema>;

const fileName = "testnet.json";
/** The longest path of a local socket that every system takes. */
const socketPathBytesMax = 103;

type Place = Pick<TestnetNode, "host" | "apiPort" | "rpcPort" | "peerPort">;

export function loopbackPlace(basePort: number, index: number): Place {
  const first = basePort + index * portsPerNode;
  return { host: loopback, apiPort: first, rpcPort: first + 1, peerPort: first + 2 };
}

/** As docker-compose.yml lays the containers out: an engine's address ends in its number, its application's is unseen. */
export function containerPlace(index: number): Place {
  return { host: `172.31.84.${11 + index}`, apiPort: 8_420, rpcPort: 26_657, peerPort: 26_656 };
}

/** Only what runs on loopback addresses is started and stopped here. */
export function loadLocalPlan(directory: string): TestnetPlan {
  const plan = loadPlan(directory);
  if (plan.nodes.every(({ host }) => host === loopback)) return plan;
  throw new OperatorMistake(`the testnet in ${directory} runs in containers: "docker compose" starts and stops it`);
}

/** Every node dials every other one, so that one that was killed is back as soon as it runs. */
export function linksBetween(names: readonly string[], basePort: number): Link[] {
  const first = basePort + nodesMax * portsPerNode;
  return names.flatMap((from, row) =>
    names.flatMap((to, column) => (from === to ? [] : [{ from, to, port: first + row * nodesMax + column }])),
  );
}

export function isTestnet(directory: string): boolean {
  return existsSync(join(directory, fileName));
}

export function savePlan(directory: string, plan: TestnetPlan): void {
  saveFile(join(directory, fileName), `${JSON.stringify(planSchema.parse(plan), null, 2)}\n`);
}

export function loadPlan(directory: string): TestnetPlan {
  const path = join(directory, fileName);
  if (!existsSync(path)) throw new OperatorMistake(`${directory} holds no testnet: run "kedge testnet init" first`);
  return planSchema.parse(parseJson(readFileSync(path, "utf8"), path));
}

export function requireNode(plan: TestnetPlan, name: string): TestnetNode {
  const found = plan.nodes.find((node) => node.name === name);
  if (found !== undefined) return found;
  throw new OperatorMistake(
    `there is no node ${name}: this testnet has ${plan.nodes.map((node) => node.name).join(", ")}`,
  );
}

export function peerAddressOf(plan: TestnetPlan, from: TestnetNode, to: TestnetNode): string {
  if (plan.links.length === 0) return `${to.peerId}@${to.host}:${to.peerPort}`;
  const link = plan.links.find((each) => each.from === from.name && each.to === to.name);
  return `${to.peerId}@${loopback}:${present(link, "a link between any two nodes").port}`;
}

export type Part = "app" | "engine";

export interface NodePaths {
  readonly folder: string;
  /** The engine's home. */
  readonly engineHome: string;
  readonly ledger: string;
  readonly genesis: string;
  readonly socket: string;
  pidFile(part: Part): string;
  log(part: Part): string;
}

export function pathsOf(directory: string, name: string): NodePaths {
  const folder = join(resolve(directory), name);
  const socket = join(folder, "abci.sock");
  if (Buffer.byteLength(socket) > socketPathBytesMax) {
    throw new OperatorMistake(`${folder} is too deep for a local socket: choose a shorter --dir`);
  }
  return {
    folder,
    engineHome: join(folder, "engine"),
    ledger: join(folder, "ledger"),
    genesis: join(folder, "genesis.json"),
    socket,
    pidFile: (part) => join(folder, `${part}.pid`),
    log: (part) => join(folder, `${part}.log`),
  };
}
