// CometBFT's genesis document for a network of ours: the same name, validators and bounds.
import { validatorJson } from "#src/comet/rpcJson.ts";
import { validatorAddress } from "#src/comet/validators.ts";
import { applicationVersion } from "#src/consensus/results.ts";
import { limits } from "#src/core/limits.ts";
import type { Genesis } from "#src/machine/genesis.ts";

/** Evidence stays valid as long as light clients trust a header, in blocks and in time; the engine's own defaults. */
const evidence = { max_age_num_blocks: "100000", max_age_duration: "172800000000000", max_bytes: "1048576" };

/** The document as JSON text. Times and bounds follow from the genesis, so every node writes the same. */
export function cometGenesis(network: string, { timeMs, validators }: Pick<Genesis, "timeMs" | "validators">): string {
  const document = {
    genesis_time: new Date(timeMs).toISOString(),
    chain_id: network,
    initial_height: "1",
    consensus_params: {
      block: { max_bytes: String(limits.blockBytesMax), max_gas: String(limits.blockWorkMax) },
      evidence,
      validator: { pub_key_types: ["ed25519"] },
      version: { app: String(applicationVersion) },
      abci: { vote_extensions_enable_height: "0" },
    },
    validators: validators.map(({ name, publicKey, power }) => {
      const { address, pub_key } = validatorJson({ address: validatorAddress(publicKey), publicKey, power });
      return { address, pub_key, power: String(power), name };
    }),
    // The engine takes the first root from InitChain.
    app_hash: "",
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
