// The genesis of a testnet: a devnet's, signed by the keys of its validators, and what the engine is told of it.
import { cometGenesis } from "#src/consensus/abci/cometGenesis.ts";
import { networkOf } from "#src/machine/genesis.ts";
import type { GenesisValidator } from "#src/machine/module.ts";
import { devnetGenesis } from "./devnet.ts";
import { formatGenesis } from "./genesisFile.ts";
import { programModules } from "./programModules.ts";

export interface TestnetGenesis {
  /** Kedge's genesis file. */
  readonly text: string;
  /** The engine's genesis file, and the name of the chain in it. */
  readonly engine: string;
  readonly chainId: string;
}

export type TestnetValidator = GenesisValidator;

export function testnetGenesis(validators: readonly TestnetValidator[], timeMs: number): TestnetGenesis {
  const versions = programModules();
  const genesis = { ...devnetGenesis(versions.newest(), timeMs, validators), name: "kedge-testnet" };
  const chainId = networkOf(versions.newest(), genesis);
  return { text: formatGenesis(versions, genesis), engine: cometGenesis(chainId, genesis), chainId };
}
