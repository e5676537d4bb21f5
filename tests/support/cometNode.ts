// One validator under CometBFT for tests: the engine's home folder and process, beside a node process of ours.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { base64 } from "@scure/base";
import { validatorAddress } from "#src/comet/validators.ts";
import { cometGenesis } from "#src/consensus/abci/cometGenesis.ts";
import { publicKeyOf } from "#src/crypto/ed25519.ts";
import { bytesToHex, concatBytes } from "#src/crypto/hex.ts";
import { networkOf } from "#src/machine/genesis.ts";
import { devnetGenesis, devnetValidatorKey } from "#src/node/devnet.ts";
import { formatGenesis } from "#src/node/genesisFile.ts";
import { programModules } from "#src/node/programModules.ts";
import { type NodeProcess, startNodeProcess } from "./nodeProcess.ts";

export interface CometValidator {
  readonly network: string;
  readonly data: string;
  startEngine(): void;
  startNode(): Promise<NodeProcess>;
  /** Ends the engine; it ends by itself when its application does. */
  endEngine(signal: NodeJS.Signals): Promise<void>;
  /** Resolves once the node takes transactions. */
  untilReady(node: NodeProcess): Promise<void>;
}

/** Quick blocks when there is work, and a heartbeat otherwise; nothing but loopback. */
const quickSettings = {
  CMT_CONSENSUS_TIMEOUT_COMMIT: "50ms",
  CMT_CONSENSUS_CREATE_EMPTY_BLOCKS: "false",
  CMT_CONSENSUS_CREATE_EMPTY_BLOCKS_INTERVAL: "1s",
  CMT_MEMPOOL_RECHECK: "false",
  CMT_P2P_PEX: "false",
};
/** Older than any transaction may be: the first block has the time of genesis. */
const genesisAgeMs = 3_600_000;
const readyMsMax = 60_000;
const pollMs = 50;

/** A network of one validator in a folder, made a while ago; `binary` is the program of CometBFT. */
export async function createCometValidator(folder: string, binary: string): Promise<CometValidator> {
  const versions = programModules();
  const genesis = devnetGenesis(versions.newest(), Date.now() - genesisAgeMs);
  const network = networkOf(versions.newest(), genesis);
  const genesisFile = join(folder, "kedge-genesis.json");
  const home = join(folder, "engine");
  const data = join(folder, "data");
  mkdirSync(home, { recursive: true });
  writeFileSync(genesisFile, formatGenesis(versions, genesis));
  const made = spawnSync(binary, ["init", "--home", home], { encoding: "utf8" });
  if (made.status !== 0) throw new Error(`the engine makes no home folder: ${made.stderr}`);
  writeFileSync(join(home, "config", "genesis.json"), cometGenesis(network, genesis));
  writeFileSync(join(home, "config", "priv_validator_key.json"), JSON.stringify(validatorKeyJson()));

  const [rpcPort, peerPort] = [await freePort(), await freePort()];
  const abci = `unix://${join(folder, "abci.sock")}`;
  let engine: ChildProcess | undefined;
  return {
    network,
    data,
    startEngine() {
      const flags = { home, proxy_app: abci, abci: "socket", "rpc.laddr": `tcp://127.0.0.1:${rpcPort}` };
      const all = Object.entries({ ...flags, "p2p.laddr": `tcp://127.0.0.1:${peerPort}` });
      const args = ["start", ...all.flatMap(([name, value]) => [`--${name}`, value])];
      engine = spawn(binary, args, { stdio: "ignore", env: { ...process.env, ...quickSettings } });
    },
    startNode: () =>
      startNodeProcess(data, {
        engine: "cometbft",
        abci,
        "comet-rpc": `http://127.0.0.1:${rpcPort}`,
        genesis: genesisFile,
      }),
    async endEngine(signal) {
      if (engine === undefined || engine.exitCode !== null || engine.signalCode !== null) return;
      const ended = once(engine, "exit");
      engine.kill(signal);
      await ended;
    },
    async untilReady(node) {
      const endMs = performance.now() + readyMsMax;
      while ((await node.health()).status !== "ready") {
        if (performance.now() > endMs) throw new Error("the node does not become ready");
        await new Promise((resolve) => setTimeout(resolve, pollMs));
      }
    },
  };
}

function validatorKeyJson() {
  const secretKey = devnetValidatorKey();
  const publicKey = publicKeyOf(secretKey);
  return {
    address: bytesToHex(validatorAddress(publicKey)).toUpperCase(),
    pub_key: { type: "tendermint/PubKeyEd25519", value: base64.encode(publicKey) },
    priv_key: { type: "tendermint/PrivKeyEd25519", value: base64.encode(concatBytes(secretKey, publicKey)) },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
