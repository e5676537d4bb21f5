// An application for CometBFT over a ledger, without the engine: tests hand it requests as the engine would.
import { Application } from "#src/consensus/abci/application.ts";
import { BundleMemory } from "#src/consensus/abci/bundleMemory.ts";
import { MempoolDoor } from "#src/consensus/abci/mempoolDoor.ts";
import type { DecidedBlockRecord } from "#src/consensus/records.ts";
import { verifyZip215 } from "#src/crypto/ed25519.ts";
import { requireSignatures } from "#src/machine/admission.ts";
import { nativeSha256 } from "#src/node/nativeCrypto.ts";
import { genesisNetworkOf, type OpenLedger } from "#src/node/openLedger.ts";

export function applicationOn(
  { machine, store, genesis }: OpenLedger,
  onDecided: (block: DecidedBlockRecord) => void = () => undefined,
): Application {
  const memory = new BundleMemory(nativeSha256);
  const door = new MempoolDoor({
    machine,
    memory,
    requireSignatures: async (envelope) => requireSignatures(envelope, verifyZip215),
  });
  const { validators } = genesisNetworkOf(machine.network, genesis);
  return new Application({ machine, store, memory, door, validators, sha256: nativeSha256, onDecided });
}
