// What a genesis file says and becomes: checked against the modules it names, and begun once in memory.
import { readFileSync } from "node:fs";
import { present } from "#src/core/assert.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { type Genesis, networkOf, parseGenesis } from "#src/machine/genesis.ts";
import type { GenesisValidator } from "#src/machine/module.ts";
import { MemoryDatabase } from "#src/state/store/memoryDatabase.ts";
import { openStoreOn } from "#src/state/store/openStore.ts";
import { devnetGenesis } from "./devnet.ts";
import { formatGenesis } from "./genesisFile.ts";
import { nativeSha256Into } from "./nativeCrypto.ts";
import { beginChain, machineOf } from "./openLedger.ts";
import { OperatorMistake } from "./operatorMistake.ts";
import { programModules } from "./programModules.ts";
import { reasonText } from "./reasonText.ts";

export interface GenesisSummary {
  /** The name of the network that begins so: what every transaction names, and the chain id. */
  readonly network: string;
  readonly genesis: Genesis;
  /** The root of the first state. */
  readonly root: string;
}

/** Parsed JSON of a file that somebody names. */
export function readGenesisJson(path: string): unknown {
  const text = readFileSync(path, "utf8");
  try {
    return JSON.parse(text);
  } catch (reason) {
    throw new OperatorMistake(`${path} is not JSON: ${(reason as SyntaxError).message}`);
  }
}

/** The network that a genesis file names; throws zod's error, which names every wrong place. */
export function parseNetwork(json: unknown): Omit<GenesisSummary, "root"> {
  const versions = programModules();
  const genesis = parseGenesis(versions, json);
  return { genesis, network: networkOf(versions.registryOf(genesis.moduleVersions), genesis) };
}

/** Begins a chain in memory as well: parts that fit their schemas may still contradict each other. */
export async function summariseGenesis(json: unknown): Promise<GenesisSummary> {
  const { genesis, network } = parseNetwork(json);
  const versions = programModules();
  const store = await openStoreOn(new MemoryDatabase(), nativeSha256Into);
  try {
    const machine = machineOf(versions, store, network, () => undefined);
    await beginChain(machine, store, versions.registryOf(genesis.moduleVersions), genesis);
    return { network, genesis, root: bytesToHex(present(store.head, "a chain that began has a state").root) };
  } catch (reason) {
    throw new OperatorMistake(`no ledger can begin so: ${reasonText(reason).split("\n")[0]}`, { cause: reason });
  } finally {
    await store.close();
  }
}

export interface GenesisChoices {
  readonly name?: string | undefined;
  readonly timeMs: number;
  /** Without any, the one validator of a devnet. */
  readonly validators: readonly GenesisValidator[];
}

/** The text of a devnet's genesis file, with these choices. */
export function makeGenesisText({ name, timeMs, validators }: GenesisChoices): string {
  const versions = programModules();
  const made = devnetGenesis(versions.newest(), timeMs, validators.length === 0 ? undefined : validators);
  return formatGenesis(versions, { ...made, ...(name === undefined ? {} : { name }) });
}
