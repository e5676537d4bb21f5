// Makes a testnet: a folder for each node with its engine's home and keys, one genesis for all, and the links between them.

import { existsSync, mkdirSync } from "node:fs";
import { present } from "#src/core/assert.ts";
import { saveFile } from "#src/node/durableFiles.ts";
import { OperatorMistake } from "#src/node/operatorMistake.ts";
import type { TestnetGenesis, TestnetValidator } from "#src/node/testnetGenesis.ts";
import { requireEngine } from "../engine/binary.ts";
import {
  builtInGenesis,
  configureEngine,
  createEngineHome,
  type EngineIdentity,
  type EngineTiming,
} from "./engineHome.ts";
import {
  containerPlace,
  isTestnet,
  linksBetween,
  loopbackPlace,
  nodesMax,
  pathsOf,
  savePlan,
  snapshotIntervalBlocksDefault,
  type TestnetNode,
  type TestnetPlan,
} from "./plan.ts";

export interface InitOptions {
  readonly validators: number;
  /** Nodes that follow the network and serve it, without a vote. */
  readonly fullNodes?: number;
  /** The first of the ports on loopback; or containers, whose addresses and ports docker-compose.yml fixes. */
  readonly place: { readonly basePort: number } | "containers";
  /** Without links nodes reach each other directly, and nothing can be cut or slowed. */
  readonly hasLinks?: boolean;
  readonly application?: TestnetPlan["application"];
  readonly timing?: Partial<EngineTiming>;
  /** The time of genesis; now by default. An engine whose clock is behind it waits until then. */
  readonly genesisTimeMs?: number;
  readonly snapshotIntervalBlocks?: number;
}

/** Equal votes, as on a devnet of one. */
const validatorPower = 10n;
const defaultTiming: EngineTiming = { timeoutCommitMs: 200, timeoutProposeMs: 1_000 };

export async function init(directory: string, options: InitOptions): Promise<TestnetPlan> {
  const { validators, fullNodes = 0, place, application = "kedge" } = options;
  const { snapshotIntervalBlocks = snapshotIntervalBlocksDefault } = options;
  if (validators < 1 || validators + fullNodes > nodesMax) {
    throw new OperatorMistake(`a testnet has at least one validator and at most ${nodesMax} nodes`);
  }
  if (isTestnet(directory)) throw new OperatorMistake(`${directory} holds a testnet already`);
  const names = [
    ...Array.from({ length: validators }, (_, index) => `validator-${index + 1}`),
    ...Array.from({ length: fullNodes }, (_, index) => `full-${index + 1}`),
  ];
  const identities = await createHomes(directory, names);
  const nodes = names.map((name, index): TestnetNode => {
    const { peerId } = identityOf(identities, name);
    const where = place === "containers" ? containerPlace(index) : loopbackPlace(place.basePort, index);
    return { name, isValidator: index < validators, peerId, ...where };
  });
  const voters = nodes
    .filter(({ isValidator }) => isValidator)
    .map(({ name }) => ({ name, publicKey: identityOf(identities, name).publicKey, power: validatorPower }));
  const genesis = await genesisOf(directory, application, voters, options.genesisTimeMs ?? Date.now());
  const links = place === "containers" || options.hasLinks === false ? [] : linksBetween(names, place.basePort);
  const plan: TestnetPlan = { chainId: genesis.chainId, application, nodes, links, snapshotIntervalBlocks };
  const timing = { ...defaultTiming, ...options.timing };
  for (const node of nodes) {
    saveFile(pathsOf(directory, node.name).genesis, genesis.text);
    configureEngine(directory, plan, node, { timing, genesis: genesis.engine });
  }
  // The plan comes last: a folder without one holds no testnet.
  savePlan(directory, plan);
  return plan;
}

async function genesisOf(
  directory: string,
  application: TestnetPlan["application"],
  voters: readonly TestnetValidator[],
  timeMs: number,
): Promise<TestnetGenesis> {
  const { testnetGenesis } = await import("#src/node/testnetGenesis.ts");
  const genesis = testnetGenesis(voters, timeMs);
  if (application === "kedge") return genesis;
  const [first] = voters;
  const home = pathsOf(directory, present(first, "at least one validator").name).engineHome;
  const chainId = `kedge-yardstick`;
  return { ...genesis, chainId, engine: builtInGenesis(home, chainId, voters) };
}

/** Makes the folder, engine's home and keys of each node. */
export async function createHomes(directory: string, names: readonly string[]): Promise<Map<string, EngineIdentity>> {
  const engine = (await requireEngine()).path;
  const identities = new Map<string, EngineIdentity>();
  for (const name of names) {
    const { folder, engineHome, ledger } = pathsOf(directory, name);
    if (existsSync(engineHome)) throw new OperatorMistake(`${engineHome} is there already: choose another --dir`);
    // The folder holds keys, so it is its owner's alone.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    mkdirSync(ledger, { recursive: true });
    identities.set(name, await createEngineHome(engine, engineHome));
  }
  return identities;
}

function identityOf(identities: ReadonlyMap<string, EngineIdentity>, name: string): EngineIdentity {
  return present(identities.get(name), "a home for each node");
}
