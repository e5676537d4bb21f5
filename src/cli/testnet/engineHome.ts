// The engine's home of one node: made by the engine itself, then set for a network on one machine.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import { type ConfigValues, patchConfig } from "./configText.ts";
import { isBuiltIn, loopback, pathsOf, peerAddressOf, type TestnetNode, type TestnetPlan } from "./plan.ts";

const initMsMax = 30_000;
const peerIdBytes = 20;
const publicKeyBytes = 32;

const nodeKeySchema = z.object({ priv_key: z.object({ value: z.base64() }) });
const validatorKeySchema = z.object({ pub_key: z.object({ value: z.base64() }) });

/** What others need to know of a node: its name among peers, and the key with which it votes. */
export interface EngineIdentity {
  readonly peerId: string;
  readonly publicKey: Uint8Array;
}

/** Lets the engine make a home with fresh keys. */
export async function createEngineHome(engine: string, home: string): Promise<EngineIdentity> {
  await promisify(execFile)(engine, ["init", "--home", home], { timeout: initMsMax });
  const read = (name: string): unknown => JSON.parse(readFileSync(join(home, "config", name), "utf8"));
  const secret = Buffer.from(nodeKeySchema.parse(read("node_key.json")).priv_key.value, "base64");
  const peerHash = createHash("sha256").update(secret.subarray(-publicKeyBytes)).digest();
  const votingKey = validatorKeySchema.parse(read("priv_validator_key.json")).pub_key.value;
  return {
    peerId: peerHash.subarray(0, peerIdBytes).toString("hex"),
    publicKey: new Uint8Array(Buffer.from(votingKey, "base64")),
  };
}

export interface EngineTiming {
  /** How long the engine waits after a block for late votes: the pace of the chain. */
  readonly timeoutCommitMs: number;
  /** How long it waits for a proposal before it takes the next proposer. */
  readonly timeoutProposeMs: number;
}

/** Writes the genesis and the settings of a node into its home. */
export function configureEngine(
  directory: string,
  plan: TestnetPlan,
  node: TestnetNode,
  options: { readonly timing: EngineTiming; readonly genesis: string },
): void {
  const { engineHome } = pathsOf(directory, node.name);
  const path = join(engineHome, "config", "config.toml");
  const values = engineSettings(directory, plan, node, options.timing);
  writeFileSync(path, patchConfig(readFileSync(path, "utf8"), values));
  writeFileSync(join(engineHome, "config", "genesis.json"), options.genesis);
}

/** What a joiner's engine trusts, and where it asks for what it cannot know. */
export interface TrustedBlock {
  readonly height: number;
  readonly hashHex: string;
  /** The RPC of two nodes: what the first says, the second must say too. */
  readonly rpcServers: readonly [string, string];
}

/** Configures a node that joins as another one is configured, and lets it begin with a snapshot. */
export function configureJoiner(
  directory: string,
  plan: TestnetPlan,
  node: TestnetNode,
  { model, trusted }: { readonly model: TestnetNode; readonly trusted: TrustedBlock },
): void {
  const modelHome = pathsOf(directory, model.name).engineHome;
  const home = pathsOf(directory, node.name).engineHome;
  const config = readFileSync(join(modelHome, "config", "config.toml"), "utf8");
  const values = { ...ownSettings(directory, plan, node), ...stateSyncSettings(trusted) };
  writeFileSync(join(home, "config", "config.toml"), patchConfig(config, values));
  copyFileSync(join(modelHome, "config", "genesis.json"), join(home, "config", "genesis.json"));
}

/** Lets a node dial all others of the plan from its next start on. */
export function configurePeers(directory: string, plan: TestnetPlan, node: TestnetNode): void {
  const path = join(pathsOf(directory, node.name).engineHome, "config", "config.toml");
  writeFileSync(path, patchConfig(readFileSync(path, "utf8"), peersOf(plan, node)));
}

function stateSyncSettings({ height, hashHex, rpcServers }: TrustedBlock): ConfigValues {
  return {
    "statesync.enable": true,
    "statesync.rpc_servers": rpcServers.join(","),
    "statesync.trust_height": height,
    "statesync.trust_hash": hashHex,
    // The least that the engine takes; peers on one machine answer at once.
    "statesync.discovery_time": "5s",
  };
}

const peersOf = (plan: TestnetPlan, node: TestnetNode): ConfigValues => {
  const peers = plan.nodes.filter((other) => other.name !== node.name);
  return { "p2p.persistent_peers": peers.map((other) => peerAddressOf(plan, node, other)).join(",") };
};

/** What differs between the nodes of one testnet. */
function ownSettings(directory: string, plan: TestnetPlan, node: TestnetNode): ConfigValues {
  return {
    proxy_app: isBuiltIn(plan) ? plan.application : `unix://${pathsOf(directory, node.name).socket}`,
    moniker: node.name,
    "rpc.laddr": `tcp://${listeningHost(node)}:${node.rpcPort}`,
    "p2p.laddr": `tcp://${listeningHost(node)}:${node.peerPort}`,
    ...peersOf(plan, node),
  };
}

function engineSettings(directory: string, plan: TestnetPlan, node: TestnetNode, timing: EngineTiming): ConfigValues {
  return {
    ...ownSettings(directory, plan, node),
    abci: "socket",
    ...rpcSettings,
    ...peerSettings,
    ...mempoolSettings,
    "consensus.timeout_propose": `${timing.timeoutProposeMs}ms`,
    "consensus.timeout_commit": `${timing.timeoutCommitMs}ms`,
    "consensus.peer_gossip_sleep_duration": "10ms",
    // An idle chain still makes a block every five seconds, so that block time is never staler than on one node.
    "consensus.create_empty_blocks": false,
    "consensus.create_empty_blocks_interval": "5s",
    // Nobody queries the engine's own index: the application answers for transactions.
    "tx_index.indexer": "null",
  };
}

/** In a container the engine listens on all of its addresses: the composed network decides who reaches them. */
const listeningHost = ({ host }: TestnetNode) => (host === loopback ? loopback : "0.0.0.0");

const rpcSettings: ConfigValues = {
  // The application sends what its clients sent, many at once; 0 is no limit.
  "rpc.max_request_batch_size": 0,
  // A full batch of the largest transactions, in base64.
  "rpc.max_body_bytes": 20_000_000,
};

const peerSettings: ConfigValues = {
  // Peers are named by the plan, all at one address, behind links.
  "p2p.pex": false,
  "p2p.addr_book_strict": false,
  "p2p.allow_duplicate_ip": true,
  // The defaults suit wide networks; these took an idle round among four from 390 ms to 47 ms.
  "p2p.flush_throttle_timeout": "10ms",
  "p2p.max_packet_msg_payload_size": 65_536,
  "p2p.send_rate": 512_000_000,
  "p2p.recv_rate": 512_000_000,
  // A peer that was away for long is dialled again within seconds of its return.
  "p2p.persistent_peers_max_dial_period": "2s",
};

const mempoolSettings: ConfigValues = {
  "mempool.size": limits.poolTransactionsMax,
  "mempool.cache_size": 2 * limits.poolTransactionsMax,
  "mempool.max_txs_bytes": limits.poolBytesMax,
  // What the application accepted it judges again when it builds a block.
  "mempool.recheck": false,
  // Room for one bundle of transactions, which travels as one transaction of the engine.
  "mempool.max_tx_bytes": limits.blockBytesMax,
};

const engineGenesisSchema = z.looseObject({
  validators: z.array(z.unknown()),
  chain_id: z.string(),
  consensus_params: z.looseObject({ block: z.looseObject({ max_bytes: z.string() }) }),
});

/** The genesis of an application that the engine has built in: the one it made, with these validators. */
export function builtInGenesis(
  home: string,
  chainId: string,
  validators: readonly Pick<EngineIdentity, "publicKey">[],
): string {
  const text = readFileSync(join(home, "config", "genesis.json"), "utf8");
  const genesis = engineGenesisSchema.parse(JSON.parse(text));
  const listed = validators.map(({ publicKey }) => ({
    pub_key: { type: "tendermint/PubKeyEd25519", value: Buffer.from(publicKey).toString("base64") },
    power: "10",
    name: "",
  }));
  present(listed[0], "at least one validator");
  // The same blocks as Kedge's, so that the two can be compared.
  const block = { ...genesis.consensus_params.block, max_bytes: String(limits.blockBytesMax) };
  const parameters = { ...genesis.consensus_params, block };
  const changed = { ...genesis, chain_id: chainId, validators: listed, consensus_params: parameters };
  return `${JSON.stringify(changed, null, 2)}\n`;
}
